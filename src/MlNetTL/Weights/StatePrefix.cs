namespace MlNetTL.Weights;

/// <summary>Wrappers put their own name before each of a network's: DataParallel 'module.', Lightning modules 'net.' or 'model.', torch.compile
/// '_orig_mod.'.</summary>
internal static class StatePrefix
{
    private static readonly string[] s_known = ["module.", "net.", "model.", "_orig_mod."];

    /// <summary>The number of characters to take off every name. A prefix counts only where all names have it.</summary>
    public static int Common(IReadOnlyCollection<string> names)
    {
        var length = 0;
        while (names.Count > 0 && s_known.FirstOrDefault(prefix => names.All(name => name.AsSpan(length).StartsWith(prefix))) is { } found) length += found.Length;
        return length;
    }
}
