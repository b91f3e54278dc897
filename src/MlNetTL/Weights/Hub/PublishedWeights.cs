using System.Buffers;
using MlNetTL.Backbones;
using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>Published weights of a network: a row of <see cref="BackboneTable"/> and one of its own rows of weights.</summary>
/// <param name="Backbone">The network.</param>
/// <param name="Definition">Its weights.</param>
public sealed record PublishedWeights(BackboneDefinition Backbone, WeightsDefinition Definition)
{
    // Windows' rules hold everywhere, so that a table that is right here is right there.
    private static readonly SearchValues<char> s_notInNames = SearchValues.Create("/\\:*?\"<>|%");

    /// <summary>Every row of every network, in the order of the tables.</summary>
    public static IReadOnlyList<PublishedWeights> All => [.. BackboneTable.All.Rows.SelectMany(Of)];

    /// <summary>The name by which it is asked for, such as <c>resnet50:imagenet1k-v1</c>.</summary>
    public string Reference => $"{Backbone.Name}:{Definition.Name}";

    /// <summary>The rows of a network.</summary>
    /// <param name="backbone">The network.</param>
    public static IReadOnlyList<PublishedWeights> Of(BackboneDefinition backbone) => [.. backbone.Weights.Select(row => new PublishedWeights(backbone, row))];

    /// <summary>Finds a row by its name.</summary>
    /// <param name="reference"><c>backbone</c> or <c>backbone:imagenet</c> for the first weights of a network, or <c>backbone:name</c>. Case does not
    /// matter.</param>
    /// <exception cref="ArgumentException">There is no such network, or it has no such weights; the message lists what there is.</exception>
    public static PublishedWeights Find(string reference)
    {
        var parts = reference.Split(':', 2);
        var rows = Of(BackboneTable.All[parts[0]]);
        if (rows.Count == 0) throw new ArgumentException($"No weights of {parts[0]} were published. Train it from scratch, or name a file of your own by its path.");
        if (parts.Length == 1 || parts[1].Equals(WeightsLocator.ImageNet, StringComparison.OrdinalIgnoreCase)) return rows[0];
        return rows.FirstOrDefault(row => row.Definition.Name.Equals(parts[1], StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"Unknown weights '{parts[1]}' of {rows[0].Backbone.Name}.{Suggestion.For(parts[1], rows.Select(row => row.Definition.Name))} "
                + $"Known: {string.Join(", ", rows.Select(row => row.Definition.Name))}.");
    }

    /// <summary>Where the file belongs.</summary>
    /// <param name="folder">The weights folder.</param>
    /// <remarks>An address is data: whatever it says, the file lies in the folder itself.</remarks>
    internal string PathIn(string folder)
    {
        var name = Definition.FileName;
        if (name.Length == 0 || name[0] == '.' || name.AsSpan().ContainsAny(s_notInNames) || name.Any(char.IsControl))
            throw new ArgumentException($"The address of {Reference} must end in a plain file name. Received: {Definition.Url}.");
        return Path.Combine(Path.GetFullPath(folder), name);
    }
}
