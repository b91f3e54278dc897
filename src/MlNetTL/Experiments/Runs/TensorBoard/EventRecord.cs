using System.Buffers.Binary;
using System.Numerics;

namespace MlNetTL.Experiments.Runs.TensorBoard;

/// <summary>The frame of TensorFlow's record files (TFRecord): the length in 8 bytes, its checksum, the data, their checksum; all little-endian. A checksum is a CRC-32C (RFC 3720, appendix B.4),
/// turned right by 15 bits and shifted by a constant, so that a checksum of data that hold checksums is worth something.</summary>
internal static class EventRecord
{
    private const uint MaskDelta = 0xa282ead8;
    private const int LengthBytes = sizeof(ulong), ChecksumBytes = sizeof(uint);

    /// <summary>Writes one record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[LengthBytes + ChecksumBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[LengthBytes..], Masked(head[..LengthBytes]));
        Span<byte> tail = stackalloc byte[ChecksumBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Masked(data));
        stream.Write(head);
        stream.Write(data);
        stream.Write(tail);
    }

    /// <summary>The data of all whole records, up to the first that is torn or damaged.</summary>
    public static IEnumerable<byte[]> Read(byte[] file)
    {
        for (var place = 0; place + LengthBytes + 2 * ChecksumBytes <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(place));
            var start = place + LengthBytes + ChecksumBytes;
            if (length > (ulong)(file.Length - start - ChecksumBytes)) yield break;
            var data = file[start..(start + (int)length)];
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(start + data.Length)) != Masked(data)) yield break;
            yield return data;
            place = start + data.Length + ChecksumBytes;
        }
    }

    /// <summary>The CRC-32C of bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Checksum(bytes), 15) + MaskDelta;
}
