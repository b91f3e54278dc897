using MlNetTL.Backbones;
using MlNetTL.Weights;

namespace MlNetTL.Cli.Weights;

/// <summary>Turns words of a command line into rows of published weights.</summary>
internal static class WeightsNames
{
    /// <summary>All rows of a network, or all there are.</summary>
    public static IReadOnlyList<PublishedWeights> Rows(string? network) => network is null ? PublishedWeights.All : PublishedWeights.Of(BackboneTable.All[network]);

    /// <summary>The rows of some words: a network, network:weights, or a network and then the name of its weights.</summary>
    public static IReadOnlyList<PublishedWeights> Find(IReadOnlyList<string> words)
    {
        var references = new List<string>();
        foreach (var word in words)
        {
            // A word that no network is called can only be the weights of the network before it.
            var isName = references.Count > 0 && !word.Contains(':') && !references[^1].Contains(':') && !BackboneTable.All.TryFind(word, out _);
            if (isName) references[^1] += $":{word}";
            else references.Add(word);
        }
        return [.. references.Select(PublishedWeights.Find).DistinctBy(row => row.Reference)];
    }
}
