namespace MlNetTL.Images;

/// <summary>The type of one value of one channel of an image.</summary>
public enum PixelType
{
    /// <summary>8 bits, 0 to 255.</summary>
    Byte,

    /// <summary>16 bits, 0 to 65,535.</summary>
    UInt16,
}
