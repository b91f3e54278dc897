using System.Text.Json;

namespace MlNetTL.Images;

/// <summary>Steps that every image goes through when it is decoded, one after the other.</summary>
/// <param name="Steps">The steps in their order.</param>
public sealed record ImagePreprocessing(IReadOnlyList<ImageStep> Steps)
{
    // A store written by other arithmetic is not read: count its changes here.
    private const int Version = 1;

    /// <summary>Makes the list of some steps.</summary>
    public static ImagePreprocessing Of(params ImageStep[] steps) => new([.. steps]);

    /// <summary>What is wrong with the steps, a sentence each; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems() => Steps is null ? ["Preprocess must have Steps. Received: null."]
        : [.. Steps.SelectMany(step => step is null ? ["A step of Preprocess must not be null."] : step.Problems())];

    /// <summary>Whether two lists have equal steps in the same order.</summary>
    public bool Equals(ImagePreprocessing? other) => other is not null && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => Steps.Aggregate(0, HashCode.Combine);

    /// <summary>The steps as JSON: the same text for the same steps on every machine.</summary>
    public override string ToString() => JsonSerializer.Serialize(Steps);

    /// <summary>The part of a store's name that the steps make up.</summary>
    internal string Fingerprint => $";steps{Version}={this}";

    internal Raster Apply(Raster image) => Steps.Aggregate(image, (current, step) => step.Apply(current));
}
