using System.Buffers;
using Microsoft.Win32.SafeHandles;
using NetVips;

namespace MlNetTL.Images;

/// <summary>An image file whose first bytes have been looked at. It is read in one go: libvips takes nearly twice as long to decode a small JPEG from a file
/// as from memory.</summary>
internal sealed class ImageFile : IDisposable
{
    // A larger file (a TIFF of many pictures, say) is left to libvips, which reads what it needs.
    private const int MostInMemory = 64 << 20;

    private readonly string _path;
    private readonly byte[] _buffer;
    private readonly int _bytes;
    private readonly long _length;

    private ImageFile(string path, SafeFileHandle file, bool headerOnly)
    {
        _length = RandomAccess.GetLength(file);
        (_path, IsWhole) = (path, !headerOnly && _length <= MostInMemory);
        var wanted = IsWhole ? (int)_length : ImageFormats.HeaderBytes;
        _buffer = ArrayPool<byte>.Shared.Rent(wanted);
        for (int read; _bytes < wanted && (read = RandomAccess.Read(file, _buffer.AsSpan(_bytes, wanted - _bytes), _bytes)) > 0;) _bytes += read;
        Format = ImageFormats.Of(_buffer.AsSpan(0, Math.Min(_bytes, ImageFormats.HeaderBytes)), path);
    }

    /// <summary>The format that the first bytes tell.</summary>
    public ImageFormat Format { get; }

    /// <summary>The bytes of a DICOM file.</summary>
    public DicomBytes Dicom => new(Read, IsWhole ? _bytes : _length, _path);

    /// <summary>All bytes of the file; empty where it is too large to be held, or its first bytes alone were asked for.</summary>
    public ReadOnlySpan<byte> Whole => IsWhole ? _buffer.AsSpan(0, _bytes) : [];

    private bool IsWhole { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="UnreadableImageException">There is no such file, it cannot be opened, or its format is not read.</exception>
    public static ImageFile Open(string path, bool headerOnly = false)
    {
        if (Directory.Exists(path)) throw new UnreadableImageException(path, "it is a folder, not an image file.");
        try
        {
            using var handle = File.OpenHandle(path);
            return new(path, handle, headerOnly);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnreadableImageException(path, "there is no such file.", error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException and not UnreadableImageException)
        {
            throw new UnreadableImageException(path, error.Message, error);
        }
    }

    /// <summary>The image as libvips reads it; may be asked for several times.</summary>
    public OpenImage Load(Enums.Access access) => OpenImage.Open(Source, Read, Format, _path, access);

    private Source Source() => IsWhole ? NetVips.Source.NewFromMemory(_buffer.AsSpan(0, _bytes)) : NetVips.Source.NewFromFile(_path);

    private byte[] Read(long offset, int count)
    {
        if (offset < 0 || count < 0) return [];
        if (IsWhole) return offset <= _bytes - count ? _buffer.AsSpan((int)offset, count).ToArray() : [];
        using var file = File.OpenHandle(_path);
        if (offset > RandomAccess.GetLength(file) - count) return [];
        var bytes = new byte[count];
        return RandomAccess.Read(file, bytes, offset) == count ? bytes : [];
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
