using System.Buffers.Binary;

namespace MlNetTL.Images;

/// <summary>DICOM's run-length compression (PS3.5, annex G): a segment for each byte of each sample, the higher byte first, packed as in TIFF's PackBits.</summary>
internal static class DicomRunLength
{
    private const int HeaderBytes = 64, MostSegments = 15;

    /// <summary>The values of a frame.</summary>
    public static ushort[] Decode(ReadOnlySpan<byte> frame, DicomImage image)
    {
        if (frame.Length < HeaderBytes) throw Damaged(image);
        var bytesOfValue = image.BitsAllocated / 8;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(frame);
        if (count > MostSegments || count != image.Samples * bytesOfValue) throw Damaged(image);
        var values = new ushort[image.Values];
        var plane = new byte[image.Height * image.Width];
        for (var segment = 0; segment < count; segment++)
        {
            var start = BinaryPrimitives.ReadUInt32LittleEndian(frame[(4 + 4 * segment)..]);
            if (start < HeaderBytes || start > frame.Length) throw Damaged(image);
            Unpack(frame[(int)start..], plane, image);
            var (sample, isHigh) = (segment / bytesOfValue, bytesOfValue == 2 && segment % 2 == 0);
            for (var i = 0; i < plane.Length; i++) values[i * image.Samples + sample] |= (ushort)(isHigh ? plane[i] << 8 : plane[i]);
        }
        return values;
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> plane, DicomImage image)
    {
        for (int from = 0, to = 0; to < plane.Length;)
        {
            if (from >= packed.Length) throw Damaged(image);
            var code = (sbyte)packed[from++];
            if (code == -128) continue;
            var isRun = code < 0;
            var length = Math.Min(isRun ? 1 - code : code + 1, plane.Length - to);
            if (from + (isRun ? 1 : length) > packed.Length) throw Damaged(image);
            if (isRun) plane.Slice(to, length).Fill(packed[from++]);
            else packed.Slice(from, length).CopyTo(plane[to..]);
            if (!isRun) from += length;
            to += length;
        }
    }

    private static UnreadableImageException Damaged(DicomImage image) => image.File.Bytes.Damaged("its run-length segments do not make up the image");
}
