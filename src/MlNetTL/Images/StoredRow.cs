namespace MlNetTL.Images;

/// <summary>Where the pixels of an image lie.</summary>
/// <param name="Segment">The segment; null where the image is unreadable.</param>
/// <param name="Row">The row in it.</param>
internal readonly record struct StoredRow(Segment? Segment, int Row);
