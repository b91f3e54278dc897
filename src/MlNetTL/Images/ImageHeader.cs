namespace MlNetTL.Images;

/// <summary>What an image file says about itself, before its EXIF orientation is applied.</summary>
/// <param name="Format">JPEG, PNG, TIFF, WebP, GIF or DICOM.</param>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Bands">Values a pixel, alpha included; a palette counts as what it stands for.</param>
/// <param name="Bits">Bits of a value as it is decoded: 8 or 16; 32 or 64 where the file cannot be decoded to <see cref="PixelType"/>.</param>
/// <param name="Orientation">The EXIF orientation, 1 to 8; 1 is upright.</param>
public sealed record ImageHeader(string Format, int Width, int Height, int Bands, int Bits, int Orientation);
