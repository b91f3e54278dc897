using MlNetTL.Backbones;

namespace MlNetTL.Weights;

/// <summary>Weights that were found as a file.</summary>
/// <param name="Path">The file, for <see cref="Checkpoint.Open"/>.</param>
/// <param name="Definition">The row of the table that it was named by, or null for a file of one's own.</param>
public sealed record LocatedWeights(string Path, WeightsDefinition? Definition)
{
    /// <summary>The normalisation that the weights were trained with; ImageNet's where nothing else is known.</summary>
    public Preprocessing Preprocessing => Definition?.Preprocessing ?? Preprocessing.ImageNet;
}
