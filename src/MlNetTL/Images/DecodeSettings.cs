namespace MlNetTL.Images;

/// <summary>What a decoded image looks like: a block of <c>Channels x Height x Width</c> values, channel by channel, row by row.</summary>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="Channels">1 (grey: colour images are converted by their luma), 3 (red, green, blue: grey images are repeated) or the number of bands of the file.</param>
/// <param name="PixelType">The type of a value. 8-bit files are widened (x 257), 16-bit files are narrowed (/ 257, rounded).</param>
/// <param name="Resize">How the image is brought to <paramref name="Height"/> x <paramref name="Width"/>.</param>
public sealed record DecodeSettings(int Height, int Width, int Channels = 3, PixelType PixelType = PixelType.Byte, ResizeMode Resize = ResizeMode.Stretch)
{
    /// <summary>Bytes of one decoded image.</summary>
    public int RowBytes => checked(Height * Width * Channels * (PixelType == PixelType.UInt16 ? 2 : 1));
}
