namespace MlNetTL.Transforms;

/// <summary>A rectangle of an image, in pixels.</summary>
internal readonly record struct ImagePart(int Top, int Left, int Height, int Width);
