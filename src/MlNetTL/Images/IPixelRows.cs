namespace MlNetTL.Images;

/// <summary>Decoded images that can be read in any order, from several threads.</summary>
internal interface IPixelRows : IDisposable
{
    /// <summary>The number of images.</summary>
    int Count { get; }

    /// <summary>The bytes of one image.</summary>
    int RowBytes { get; }

    /// <summary>Copies one image: [channels, height, width], 16-bit values in the machine's byte order.</summary>
    void CopyTo(int row, Span<byte> destination);
}
