using System.Buffers.Binary;

namespace MlNetTL.Data;

/// <summary>Reads elements from a part of a MATLAB file, in its byte order, and never beyond the part.</summary>
internal sealed class MatReader(Stream stream, long bytes, bool isLittleEndian)
{
    private const string Torn = "its data end too early: the file is cut short or damaged.";

    private long _left = bytes;

    /// <summary>Whether anything is left.</summary>
    public bool IsAtEnd => _left <= 0;

    /// <summary>The rest of what is read, as a part of its own.</summary>
    public MatReader Part(long length) => length <= _left ? new(stream, length, isLittleEndian)
        : throw new InvalidDataException($"an array says that it has {length:N0} bytes, more than its {_left:N0} in the file can be unpacked to.");

    /// <summary>The tag of an element.</summary>
    public MatTag ReadTag()
    {
        var first = UInt32(Read(4));
        // Elements of four bytes or less put their length into the upper half of the type.
        if (first >> 16 is > 0 and var small)
            return small <= 4 ? new((MatType)(first & 0xFFFF), small, IsSmall: true) : throw new InvalidDataException($"a small element says that it has {small} bytes, at most 4 fit.");
        return new((MatType)first, UInt32(Read(4)), IsSmall: false);
    }

    /// <summary>The data of an element, after its tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="most">The most bytes that it may have.</param>
    public byte[] ReadData(MatTag tag, long most)
    {
        if (tag.Bytes > Math.Min(most, _left))
            throw new InvalidDataException(tag.Bytes > _left ? Torn : $"an element of an array says that it has {tag.Bytes:N0} bytes; up to {most:N0} are read.");
        var data = Read((int)tag.Bytes);
        var padding = tag.IsSmall ? 4 - (int)tag.Bytes : (int)(-tag.Bytes & 7);
        // The last element of an array is not padded by every program.
        Read((int)Math.Min(padding, _left));
        return data;
    }

    /// <summary>Whole numbers of 32 bits.</summary>
    public uint UInt32(ReadOnlySpan<byte> data) => isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(data) : BinaryPrimitives.ReadUInt32BigEndian(data);

    /// <summary>Numbers as they are stored: MATLAB keeps doubles that are small whole numbers in fewer bytes. Whole numbers beyond 2^53 are rounded.</summary>
    public double[] Numbers(MatType type, byte[] data)
    {
        var size = SizeOf(type);
        if (data.Length % size != 0) throw new InvalidDataException($"{data.Length} bytes are no whole number of {type} values.");
        var values = new double[data.Length / size];
        // One by one from a copy in the machine's order.
        if (isLittleEndian != BitConverter.IsLittleEndian)
            for (var i = 0; i < data.Length; i += size) data.AsSpan(i, size).Reverse();
        for (var i = 0; i < values.Length; i++) values[i] = Number(type, data, i * size);
        return values;
    }

    private static double Number(MatType type, byte[] data, int at) => type switch
    {
        MatType.Int8 => (sbyte)data[at],
        MatType.UInt8 => data[at],
        MatType.Int16 => BitConverter.ToInt16(data, at),
        MatType.UInt16 => BitConverter.ToUInt16(data, at),
        MatType.Int32 => BitConverter.ToInt32(data, at),
        MatType.UInt32 => BitConverter.ToUInt32(data, at),
        MatType.Single => BitConverter.ToSingle(data, at),
        MatType.Int64 => BitConverter.ToInt64(data, at),
        MatType.UInt64 => BitConverter.ToUInt64(data, at),
        _ => BitConverter.ToDouble(data, at),
    };

    private static int SizeOf(MatType type) => type switch
    {
        MatType.Int8 or MatType.UInt8 => 1,
        MatType.Int16 or MatType.UInt16 => 2,
        MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
        MatType.Double or MatType.Int64 or MatType.UInt64 => 8,
        _ => throw new InvalidDataException($"an array stores its numbers as type {(int)type}, which is none of the format's types of numbers."),
    };

    private byte[] Read(int count)
    {
        if (count > _left) throw new InvalidDataException(Torn);
        var data = new byte[count];
        try
        {
            if (stream.ReadAtLeast(data, count, throwOnEndOfStream: false) < count) throw new InvalidDataException(Torn);
        }
        catch (InvalidDataException error) when (error.Message != Torn)
        {
            throw new InvalidDataException("its compressed data are damaged.", error);
        }
        _left -= count;
        return data;
    }
}
