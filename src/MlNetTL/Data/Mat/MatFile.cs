using System.Buffers.Binary;
using System.IO.Compression;

namespace MlNetTL.Data;

/// <summary>Reads numeric arrays out of MATLAB files of level 5 (those that <c>save -v6</c> and <c>-v7</c> write), by 'MAT-File Format' of The MathWorks.</summary>
/// <remarks>Only the arrays that are asked for are read; of all others no more than the name. What a file says of its lengths is held against its size before
/// memory is taken.</remarks>
internal static class MatFile
{
    /// <summary>The most bytes that one array may take in the file, unpacked.</summary>
    public const int MostArrayBytes = 64 << 20;

    private const int HeaderBytes = 128, VersionAt = 124, Level5 = 0x0100, Level73 = 0x0200;

    /// <summary>Reads arrays by their names. Those that the file lacks are not in the result.</summary>
    /// <exception cref="InvalidDataException">The file is torn, of another form, or an array that is asked for is not one of real numbers.</exception>
    public static IReadOnlyDictionary<string, MatArray> Read(string path, IReadOnlyCollection<string> names)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Read(file, names);
    }

    /// <summary>Reads arrays from a stream that can seek.</summary>
    public static IReadOnlyDictionary<string, MatArray> Read(Stream file, IReadOnlyCollection<string> names)
    {
        var isLittleEndian = ReadHeader(file);
        var arrays = new Dictionary<string, MatArray>();
        while (arrays.Count < names.Count && file.Position < file.Length)
        {
            var tag = new MatReader(file, file.Length - file.Position, isLittleEndian).ReadTag();
            if (tag.Bytes > file.Length - file.Position)
                throw new InvalidDataException($"the element at byte {file.Position - MatTag.FullBytes:N0} says that it has {tag.Bytes:N0} bytes, {file.Length - file.Position:N0} are left: the file is cut short.");
            var end = file.Position + tag.Bytes;
            if (ReadElement(file, tag, isLittleEndian, names) is var (name, array)) arrays[name] = array;
            // Only compressed elements are not padded.
            file.Position = Math.Min(file.Length, tag.Type == MatType.Compressed ? end : end + (-end & 7));
        }
        return arrays;
    }

    private static (string Name, MatArray Array)? ReadElement(Stream file, MatTag tag, bool isLittleEndian, IReadOnlyCollection<string> names)
    {
        if (tag.Type == MatType.Matrix) return MatMatrix.Read(new(file, tag.Bytes, isLittleEndian), names);
        if (tag.Type != MatType.Compressed) return null;
        // An end of the packed data is not the end of the file: libraries read ahead.
        using var packed = new MatPart(file, tag.Bytes);
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        // Deflate cannot make more than 1,032 bytes of one.
        var reader = new MatReader(unpacked, tag.Bytes * 1032L, isLittleEndian);
        var inner = reader.ReadTag();
        return inner.Type == MatType.Matrix ? MatMatrix.Read(reader.Part(inner.Bytes), names) : null;
    }

    // The magic of HDF5 lies at the start, or after the 512 bytes that MATLAB puts before it.
    private static bool ReadHeader(Stream file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var read = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (IsLevel73(header[..read]))
            throw new InvalidDataException("it is a MATLAB file of version 7.3 (HDF5). Save it anew in MATLAB with save(…, '-v7'), or in Python with scipy.io.savemat.");
        // Level 4 has no header of text: its first number is four digits, thousands for the byte order.
        if (read >= sizeof(int) && (BinaryPrimitives.ReadUInt32LittleEndian(header) < 5000 || BinaryPrimitives.ReadUInt32BigEndian(header) < 5000))
            throw new InvalidDataException("it is a MATLAB file of level 4, or none at all. Save it anew in MATLAB with save(…, '-v7').");
        if (read < HeaderBytes) throw new InvalidDataException($"it is no MATLAB file: it has {read} bytes, the header alone takes {HeaderBytes}.");
        var isLittleEndian = header[(VersionAt + 2)..] is [(byte)'I', (byte)'M', ..];
        if (!isLittleEndian && header[(VersionAt + 2)..] is not [(byte)'M', (byte)'I', ..])
            throw new InvalidDataException("it is no MATLAB file of level 5: its header lacks the letters 'MI'. Save it anew in MATLAB with save(…, '-v7').");
        var version = VersionOf(header, isLittleEndian);
        return version == Level5 ? isLittleEndian : throw new InvalidDataException($"its header says version 0x{version:X4}, 0x{Level5:X4} is read. Save it anew in MATLAB with save(…, '-v7').");
    }

    private static bool IsLevel73(ReadOnlySpan<byte> header) => header is [0x89, (byte)'H', (byte)'D', (byte)'F', ..]
        || (header.Length == HeaderBytes && (VersionOf(header, isLittleEndian: true) == Level73 && header[^2..] is [(byte)'I', (byte)'M']
            || VersionOf(header, isLittleEndian: false) == Level73 && header[^2..] is [(byte)'M', (byte)'I']));

    private static int VersionOf(ReadOnlySpan<byte> header, bool isLittleEndian) =>
        isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(header[VersionAt..]) : BinaryPrimitives.ReadUInt16BigEndian(header[VersionAt..]);
}
