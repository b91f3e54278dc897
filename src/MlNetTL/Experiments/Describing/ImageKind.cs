namespace MlNetTL.Experiments.Describing;

/// <summary>Images of one size and depth.</summary>
/// <param name="Format">JPEG, PNG and so on.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bands">Values a pixel, over all files of an image.</param>
/// <param name="Bits">Bits of a value.</param>
/// <param name="Images">How many.</param>
internal sealed record ImageKind(string Format, int Width, int Height, int Bands, int Bits, int Images);
