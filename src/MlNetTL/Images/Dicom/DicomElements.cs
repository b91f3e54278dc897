using System.Buffers.Binary;
using System.IO.Compression;

namespace MlNetTL.Images;

/// <summary>Goes through the elements of a DICOM file up to its pixels and keeps the few that an image needs. Sequences are passed over.</summary>
/// <remarks>Every step moves forward and no length leads beyond the end, so that a file can cost no more than its size.</remarks>
internal sealed class DicomElements
{
    private const uint Undefined = 0xFFFF_FFFF;
    private const int PreambleBytes = 128, MostKept = 1 << 17, MostDepth = 32;
    private const long MostInflated = 512L << 20;

    private readonly Dictionary<uint, byte[]> _values = [];
    private DicomBytes _bytes;

    private DicomElements(DicomBytes bytes)
    {
        _bytes = bytes;
        var offset = bytes.Length >= PreambleBytes + 4 && bytes.Take(PreambleBytes, 4).SequenceEqual("DICM"u8) ? PreambleBytes + 4L : 0;
        for (Transfer = DicomTransfer.Explicit; offset < bytes.Length && BinaryPrimitives.ReadUInt16LittleEndian(bytes.Take(offset, 2)) == 2;) offset = Step(offset);
        Transfer = _values.TryGetValue(DicomTag.TransferSyntax, out var uid) ? DicomTransfer.Of(DicomText.Of(uid)) : Guess(offset);
        if (Transfer.IsDeflated) (_bytes, offset) = (Inflate(offset), 0);
        while (offset < _bytes.Length && Pixels is null) offset = Step(offset);
    }

    public DicomTransfer Transfer { get; private set; }

    /// <summary>Where the pixels lie; null where there are none. A length of -1 means fragments.</summary>
    public (long Offset, long Length, bool IsWords)? Pixels { get; private set; }

    /// <summary>Whether values are mapped by a table, which is in a sequence.</summary>
    public bool HasModalityLut { get; private set; }

    public DicomBytes Bytes => _bytes;

    /// <summary>Reads a file.</summary>
    /// <exception cref="UnreadableImageException">It is damaged.</exception>
    public static DicomElements Read(DicomBytes bytes) => new(bytes);

    /// <summary>The bytes of an element; null where it is absent.</summary>
    public byte[]? Find(uint tag) => _values.GetValueOrDefault(tag);

    private DicomTransfer Guess(long offset) => offset + 6 <= _bytes.Length && IsType(_bytes.Take(offset + 4, 2)) ? DicomTransfer.Explicit : DicomTransfer.Implicit;

    private static bool IsType(ReadOnlySpan<byte> letters) => letters[0] is >= (byte)'A' and <= (byte)'Z' && letters[1] is >= (byte)'A' and <= (byte)'Z';

    // Reads or passes over the element at a place, and gives the place after it.
    private long Step(long offset)
    {
        var (tag, type, length, start) = Head(offset, Transfer.IsExplicit);
        if (tag == DicomTag.PixelData)
        {
            Pixels = (start, length == Undefined ? -1 : length, type == "OW" || !Transfer.IsExplicit);
            return _bytes.Length;
        }
        if (tag == DicomTag.ModalityLut) HasModalityLut = length > 0;
        if (length == Undefined) return SkipSequence(start, Transfer.IsExplicit && type != "UN", 1);
        RequireLength(tag, start, length);
        if (DicomTag.IsKept(tag) && length <= MostKept) _values.TryAdd(tag, _bytes.Take(start, (int)length).ToArray());
        return start + length;
    }

    private (uint Tag, string Type, uint Length, long Start) Head(long offset, bool isExplicit)
    {
        var tag = (uint)Number(offset, 2) << 16 | (uint)Number(offset + 2, 2);
        if (!isExplicit || tag >> 16 == 0xFFFE) return (tag, "", (uint)Number(offset + 4, 4), offset + 8);
        var letters = _bytes.Take(offset + 4, 2);
        if (!IsType(letters)) throw _bytes.Damaged($"at byte {offset:N0} an element {DicomTag.Name(tag)} has no type");
        var type = $"{(char)letters[0]}{(char)letters[1]}";
        return type is "OB" or "OW" or "OF" or "OD" or "OL" or "OV" or "SQ" or "UC" or "UN" or "UR" or "UT" or "SV" or "UV"
            ? (tag, type, (uint)Number(offset + 8, 4), offset + 12) : (tag, type, (uint)Number(offset + 6, 2), offset + 8);
    }

    private long SkipSequence(long offset, bool isExplicit, int depth)
    {
        if (depth > MostDepth) throw _bytes.Damaged($"its sequences are nested over {MostDepth} deep");
        while (true)
        {
            var (tag, _, length, start) = Head(offset, isExplicit);
            if (tag == DicomTag.SequenceEnd) return start;
            if (tag != DicomTag.Item) throw _bytes.Damaged($"at byte {offset:N0} there is {DicomTag.Name(tag)} in place of an item");
            if (length != Undefined) RequireLength(tag, start, length);
            offset = length == Undefined ? SkipItem(start, isExplicit, depth) : start + length;
        }
    }

    private long SkipItem(long offset, bool isExplicit, int depth)
    {
        while (true)
        {
            var (tag, type, length, start) = Head(offset, isExplicit);
            if (tag == DicomTag.ItemEnd) return start;
            if (length != Undefined) RequireLength(tag, start, length);
            offset = length == Undefined ? SkipSequence(start, isExplicit && type != "UN", depth + 1) : start + length;
        }
    }

    private void RequireLength(uint tag, long start, uint length)
    {
        if (length > _bytes.Length - start) throw _bytes.Damaged($"the element {DicomTag.Name(tag)} says that it has {length:N0} bytes, and {_bytes.Length - start:N0} are left");
    }

    private uint Number(long offset, int bytes)
    {
        var span = _bytes.Take(offset, bytes);
        if (bytes == 2) return Transfer.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(span) : BinaryPrimitives.ReadUInt16BigEndian(span);
        return Transfer.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(span) : BinaryPrimitives.ReadUInt32BigEndian(span);
    }

    private DicomBytes Inflate(long offset)
    {
        if (_bytes.Length - offset > MostInflated) throw TooLarge();
        using var source = new MemoryStream(_bytes.Take(offset, (int)(_bytes.Length - offset)).ToArray());
        using var inflater = new DeflateStream(source, CompressionMode.Decompress);
        using var target = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = inflater.Read(buffer)) > 0; target.Write(buffer, 0, read))
                if (target.Length > MostInflated) throw TooLarge();
        }
        catch (InvalidDataException)
        {
            throw _bytes.Damaged("what is deflated cannot be inflated");
        }
        var inflated = target.ToArray();
        return new((from, count) => inflated.AsSpan((int)from, count).ToArray(), inflated.Length, _bytes.Name);

        UnreadableImageException TooLarge() => new(_bytes.Name, $"its deflated data are over {MostInflated >> 20} MB. Write it without deflation.");
    }
}
