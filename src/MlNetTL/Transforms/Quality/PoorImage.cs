using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>An image that does not reach the limits.</summary>
/// <param name="Path">The path, as the data have it.</param>
/// <param name="Quality">Its figures.</param>
/// <param name="Reasons">Why it is poor, a clause each.</param>
public sealed record PoorImage(string Path, ImageQuality Quality, IReadOnlyList<string> Reasons);
