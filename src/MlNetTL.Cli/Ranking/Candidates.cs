using MlNetTL.Backbones;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Ranking;
using MlNetTL.Foundation;
using MlNetTL.Weights;

namespace MlNetTL.Cli.Ranking;

/// <summary>The networks that a ranking compares.</summary>
internal static class Candidates
{
    /// <summary>Those that the command line names.</summary>
    public static IReadOnlyList<Candidate> Parse(IEnumerable<string> words) =>
        Distinct(words.SelectMany(Split).Select(Candidate.Parse));

    /// <summary>Without names: the pipeline's own model, every network whose published weights lie in the weights folder, and the pipeline's network from scratch to
    /// compare with.</summary>
    public static IReadOnlyList<Candidate> ByDefault(ModelSettings model)
    {
        var own = BackboneTable.All[model.Backbone];
        var there = from row in BackboneTable.All.Rows
                    from weights in row.Weights
                    where File.Exists(Path.Combine(Folders.Weights, weights.FileName))
                    select Candidate.Of(row, weights.Name);
        return Distinct([Candidate.Of(model), .. there, Candidate.Of(own, null)]);
    }

    /// <summary>Whether a candidate is what the pipeline itself names.</summary>
    public static bool IsPipelines(Candidate candidate, ModelSettings model) => KeyOf(candidate) == KeyOf(Candidate.Of(model));

    private static IReadOnlyList<Candidate> Distinct(IEnumerable<Candidate> candidates) => [.. candidates.DistinctBy(KeyOf)];

    // A comma separates candidates, unless it is part of a file's name.
    private static string[] Split(string word) =>
        word.Split(':', 2) is [_, var file] && Path.Exists(file) ? [word] : word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // 'imagenet' is another name of the first row; and a file is the same however its path is written.
    private static (string Network, string? Weights, StartKind Start) KeyOf(Candidate candidate)
    {
        var weights = string.Equals(candidate.Weights, WeightsLocator.ImageNet, StringComparison.OrdinalIgnoreCase)
            && candidate.Definition.Weights is [var first, ..] ? first.Name : candidate.Weights;
        return (candidate.Definition.Name, File.Exists(weights) ? Path.GetFullPath(weights) : weights, candidate.Start);
    }
}
