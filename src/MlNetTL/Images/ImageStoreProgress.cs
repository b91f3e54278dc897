namespace MlNetTL.Images;

/// <summary>How far the preparation of images is.</summary>
/// <param name="Done">Images that are decoded, or were before, or cannot be read.</param>
/// <param name="Total">Images in all.</param>
/// <param name="Bytes">Bytes of pixels written so far.</param>
/// <param name="Elapsed">Time since the preparation began.</param>
public sealed record ImageStoreProgress(int Done, int Total, long Bytes, TimeSpan Elapsed);
