namespace MlNetTL.Experiments.Describing;

/// <summary>An image that cannot be decoded.</summary>
/// <param name="Path">The image.</param>
/// <param name="Reason">Why.</param>
internal sealed record FaultyImage(string Path, string Reason);
