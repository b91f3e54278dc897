namespace MlNetTL.Images;

/// <summary>What the values of an image column mean: [<paramref name="Channels"/>, <paramref name="Height"/>, <paramref name="Width"/>], channel by channel, row by row.</summary>
/// <param name="Channels">1 (grey), 3 (red, green, blue) or the number of bands.</param>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="PixelType">The type of a value; its range is all that the type can hold.</param>
public sealed record ImageLayout(int Channels, int Height, int Width, PixelType PixelType = PixelType.Byte)
{
    /// <summary>The number of values of an image.</summary>
    public int Values => checked(Channels * Height * Width);

    /// <summary>The largest value of the type: 255 or 65,535.</summary>
    public int MaxValue => PixelType == PixelType.UInt16 ? ushort.MaxValue : byte.MaxValue;

    /// <summary>Bytes of an image.</summary>
    public int RowBytes => checked(Values * (PixelType == PixelType.UInt16 ? 2 : 1));

    /// <summary>Such as '3 x 224 x 224 Byte'.</summary>
    public override string ToString() => $"{Channels} x {Height} x {Width} {PixelType}";
}
