using System.Buffers;

namespace MlNetTL.Images;

/// <summary>Memory for the pixels of one image, borrowed for as long as it is converted.</summary>
/// <param name="bytes">How much.</param>
internal sealed class RentedPixels(int bytes) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(bytes);

    /// <summary>The memory; what it holds at first is anything.</summary>
    public Span<byte> Bytes => _buffer.AsSpan(0, bytes);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
