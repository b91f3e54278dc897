namespace MlNetTL.Transforms;

/// <summary>An image that cannot be read.</summary>
/// <param name="Path">The path, as the data have it.</param>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record UnreadableImage(string Path, string Reason);
