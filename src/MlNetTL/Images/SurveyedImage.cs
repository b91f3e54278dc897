namespace MlNetTL.Images;

/// <summary>What an image is, without regard to its labels.</summary>
/// <param name="Header">What its first file says about itself; null where it cannot be read.</param>
/// <param name="Bands">Values a pixel, over all its files.</param>
/// <param name="FileHash">A hash of its files' bytes; null where it is a part of a file.</param>
/// <param name="PixelHash">A hash of its pixels as decoded at a small size.</param>
/// <param name="IsBlank">Whether its pixels are all but the same.</param>
/// <param name="Fault">Why it cannot be read; null where it can.</param>
internal sealed record SurveyedImage(ImageHeader? Header, int Bands, UInt128? FileHash, UInt128? PixelHash, bool IsBlank, string? Fault);
