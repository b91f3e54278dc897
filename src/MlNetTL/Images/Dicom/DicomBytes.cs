namespace MlNetTL.Images;

/// <summary>The bytes of a DICOM file, read a window at a time so that a header costs no more than itself.</summary>
/// <param name="read">Reads bytes of the file; fewer, or none, where it ends too early.</param>
/// <param name="length">Bytes of the file: no length that the file states may lead beyond.</param>
/// <param name="name">What messages call it.</param>
internal sealed class DicomBytes(ReadBytes read, long length, string name)
{
    private const int WindowBytes = 1 << 16;

    private byte[] _window = [];
    private long _start;

    public long Length { get; } = length;

    public string Name { get; } = name;

    /// <summary>Some bytes.</summary>
    /// <exception cref="UnreadableImageException">The file ends before.</exception>
    public ReadOnlySpan<byte> Take(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > Length - count) throw Damaged($"it ends at byte {Length:N0}, within something that begins at byte {offset:N0}");
        if (count > WindowBytes) return Read(offset, count);
        if (offset < _start || offset + count > _start + _window.Length)
        {
            _window = Read(offset, (int)Math.Min(WindowBytes, Length - offset));
            _start = offset;
        }
        return _window.AsSpan((int)(offset - _start), count);
    }

    public UnreadableImageException Damaged(string what) => new(Name, $"its DICOM data are damaged: {what}.");

    private byte[] Read(long offset, int count) => read(offset, count) is { } bytes && bytes.Length == count ? bytes : throw Damaged("it ends too early");
}
