namespace MlNetTL.Weights.Naming;

/// <summary>Recognises by their content how a file names its tensors, and gives the names that the networks here have. A rule holds for a whole file or
/// not at all: names that only half fit stay as they are, and fitting then refuses them by name.</summary>
internal static class StateNaming
{
    // DataParallel 'module.', Lightning modules 'net.' or 'model.', torch.compile '_orig_mod.', a feature extractor 'backbone.'.
    private static readonly string[] s_wrappers = ["module.", "net.", "model.", "_orig_mod.", "backbone."];

    private static readonly NamingRule[] s_rules = [.. ModuleChildren.Rules, OldDenseNet.Rule];

    /// <summary>Whether a tensor is known to be nothing that a network computes with: thresholds of torchxrayvision's outputs, the count of averaged
    /// models, sums that a profiler left, and the counters of batch normalisation.</summary>
    public static bool IsHarmless(string name) =>
        name[(name.LastIndexOf('.') + 1)..] is "op_threshs" or "n_averaged" or "total_ops" or "total_params" or "num_batches_tracked";

    /// <summary>The plain names.</summary>
    /// <param name="names">The names in the file.</param>
    public static NamedState Of(IReadOnlyList<string> names)
    {
        var found = new List<string>();
        var plain = names;
        while (Wrapper(plain) is { } wrapper)
        {
            // A counter that stands beside the wrapped network has no prefix to lose.
            List<string> shorter = [.. plain.Select(name => name.StartsWith(wrapper, StringComparison.Ordinal) ? name[wrapper.Length..] : name)];
            if (!AreDistinct(shorter)) break;
            found.Add($"'{wrapper}' before every name");
            plain = shorter;
        }
        foreach (var rule in s_rules)
            if (Renamed(rule, plain) is { } renamed)
            {
                found.Add(rule.Name);
                plain = renamed;
            }
        return new(plain, found.Count == 0 ? null : string.Join(", ", found));
    }

    private static string? Wrapper(IReadOnlyList<string> names)
    {
        string[] telling = [.. names.Where(name => !IsHarmless(name))];
        return telling.Length == 0 ? null : s_wrappers.FirstOrDefault(prefix => telling.All(name => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static List<string>? Renamed(NamingRule rule, IReadOnlyList<string> names)
    {
        if (rule.For(names) is not { } rename) return null;
        var renamed = new List<string>();
        foreach (var name in names)
        {
            var plain = rename(name) ?? (IsHarmless(name) ? name : null);
            if (plain is null) return null;
            renamed.Add(plain);
        }
        return AreDistinct(renamed) ? renamed : null;
    }

    private static bool AreDistinct(List<string> names) => names.Distinct().Count() == names.Count;
}
