using MlNetTL.Backbones;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Ranking;
using MlNetTL.Foundation;

namespace MlNetTL.Cli.Ranking;

/// <summary>A network with its weights, as it is named to be ranked: <c>resnet18:imagenet</c>, <c>resnet50:file.pth</c>, <c>resnet18:none</c>,
/// <c>resnet18:file.pth@meanVar</c>.</summary>
/// <param name="Definition">The network.</param>
/// <param name="Weights">The name or the file of its weights; null from scratch.</param>
/// <param name="Start">What training would start from.</param>
internal sealed record Candidate(BackboneDefinition Definition, string? Weights, StartKind Start)
{
    private const string None = "none", MeanAndVariance = "meanVar";

    /// <summary>A network with weights, or from scratch where they are null.</summary>
    public static Candidate Of(BackboneDefinition definition, string? weights) => new(definition, weights, weights is null ? StartKind.Scratch : StartKind.Pretrained);

    /// <summary>A pipeline's own model.</summary>
    public static Candidate Of(ModelSettings model) => Of(BackboneTable.All[model.Backbone], model.Weights) is { Weights: not null } pretrained
        ? pretrained with { Start = model.PretrainedUse == PretrainedUseKind.MeanAndVariance ? StartKind.MeanAndVariance : StartKind.Pretrained }
        : Of(BackboneTable.All[model.Backbone], null);

    /// <summary>Reads a word of the command line.</summary>
    /// <exception cref="ArgumentException">It does not name a network and its weights.</exception>
    public static Candidate Parse(string word)
    {
        // Only the first colon: a path may have one of its own.
        if (word.Split(':', 2) is not [var network, { Length: > 0 } weights])
            throw new ArgumentException($"A candidate must be a network, a colon and its weights. Received: '{word}'. Write {word.TrimEnd(':')}:imagenet, {word.TrimEnd(':')}:none or {word.TrimEnd(':')}:<file>.");
        var definition = BackboneTable.All[network];
        if (weights.Equals(None, StringComparison.OrdinalIgnoreCase)) return Of(definition, null);
        // A folder may have an '@' in its name; what follows the last one is no use where it is a path.
        var mark = Path.Exists(weights) ? -1 : weights.LastIndexOf('@');
        if (mark >= 0 && weights.AsSpan(mark).ContainsAny('/', '\\', '#')) mark = -1;
        if (mark < 0) return Of(definition, weights);
        var use = weights[(mark + 1)..];
        if (!use.Equals(MeanAndVariance, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"After '@' there must be {MeanAndVariance}. Received: '{word}'.{Suggestion.For(use, [MeanAndVariance])}");
        return weights[..mark] is { Length: > 0 } given && !given.Equals(None, StringComparison.OrdinalIgnoreCase)
            ? new(definition, given, StartKind.MeanAndVariance)
            : throw new ArgumentException($"Before '@{MeanAndVariance}' there must be weights. Received: '{word}'.");
    }

    /// <summary>The word that names it, a file without its folder.</summary>
    public override string ToString() =>
        $"{Definition.Name}:{(Weights is null ? None : RankedNetwork.ShortName(Weights))}{(Start == StartKind.MeanAndVariance ? $"@{MeanAndVariance}" : "")}";
}
