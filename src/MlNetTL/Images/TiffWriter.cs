using System.Buffers.Binary;

namespace MlNetTL.Images;

/// <summary>Writes a TIFF of one directory in memory: header, data, values, directory.</summary>
internal sealed class TiffWriter(bool isLittleEndian)
{
    public const int HeaderBytes = 8;
    private const ushort Short = 3, Long = 4;

    private readonly SortedDictionary<ushort, (ushort Type, byte[] Values)> _tags = [];

    /// <summary>A tag whose values are in the file's byte order already.</summary>
    public void Add(ushort tag, ushort type, byte[] values) => _tags[tag] = (type, values);

    public void Add(ushort tag, ushort value) => Add(tag, Short, Bytes(value, 2));

    public void Add(ushort tag, uint[] values) => Add(tag, Long, [.. values.SelectMany(value => Bytes(value, 4))]);

    /// <summary>The file, with the data from <see cref="HeaderBytes"/> on.</summary>
    public byte[] Write(IReadOnlyList<byte[]> data)
    {
        using var file = new MemoryStream();
        file.Write([.. isLittleEndian ? "II"u8 : "MM"u8, .. Bytes(42, 2), 0, 0, 0, 0]);
        foreach (var part in data) file.Write(part);
        var fields = new Dictionary<ushort, byte[]>();
        foreach (var (tag, (_, values)) in _tags)
        {
            if (values.Length > 4)
            {
                Align(file);
                fields[tag] = Bytes((uint)file.Position, 4);
                file.Write(values);
            }
            else fields[tag] = [.. values, .. new byte[4 - values.Length]];
        }
        Align(file);
        var directory = (uint)file.Position;
        file.Write(Bytes((uint)_tags.Count, 2));
        foreach (var (tag, (type, values)) in _tags)
            file.Write([.. Bytes(tag, 2), .. Bytes(type, 2), .. Bytes((uint)(values.Length / TiffDirectory.SizeOf(type)), 4), .. fields[tag]]);
        file.Write(new byte[4]);
        file.Position = 4;
        file.Write(Bytes(directory, 4));
        return file.ToArray();
    }

    private static void Align(MemoryStream file)
    {
        if (file.Position % 2 == 1) file.WriteByte(0);
    }

    private byte[] Bytes(uint value, int count)
    {
        var bytes = new byte[4];
        if (isLittleEndian) BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        else BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return isLittleEndian ? bytes[..count] : bytes[^count..];
    }
}
