using System.Buffers.Binary;

namespace MlNetTL.Images;

/// <summary>Reads the first frame of a DICOM image, as the values that its file holds.</summary>
internal static class DicomFrame
{
    private const int MostFragments = 1 << 20;

    /// <summary>Values of 8 or 16 bits, colours pixel by pixel, and whether they are red, green and blue already.</summary>
    public static (ushort[] Values, bool IsRgb) Read(DicomImage image)
    {
        if (!image.File.Transfer.IsEncapsulated) return (Plain(image), false);
        var frame = Encapsulated(image);
        RequireRoom(image, frame.Length);
        return image.File.Transfer.Compression switch
        {
            DicomCompression.RunLength => (DicomRunLength.Decode(frame, image), false),
            DicomCompression.LosslessJpeg => (LosslessJpeg.Decode(frame, image.Height, image.Width, image.Samples, image.Name), false),
            var compression => (EmbeddedImage.Decode(frame, image, compression), true),
        };
    }

    // A small file must not ask for a large image: a run of two bytes makes 128 at most, and a Huffman code has a bit at least.
    private static void RequireRoom(DicomImage image, int bytes)
    {
        var most = image.File.Transfer.Compression switch { DicomCompression.RunLength => bytes * 64L, DicomCompression.LosslessJpeg => bytes * 8L, _ => long.MaxValue };
        if (image.Values > most) throw image.File.Bytes.Damaged($"its header says {image.Width} x {image.Height} pixels, which {bytes:N0} bytes cannot hold");
    }

    private static ushort[] Plain(DicomImage image)
    {
        var (offset, length, isWords) = image.File.Pixels!.Value;
        var needed = (long)image.Values * image.BitsAllocated / 8;
        if (length >= 0 && length < needed)
            throw image.File.Bytes.Damaged($"its header says {image.Width} x {image.Height} pixels of {image.Samples} value(s), {needed:N0} bytes, and it has {length:N0}");
        // Words of two small values each are turned as wholes, so that an odd number of values takes one byte more.
        var isTurned = !image.File.Transfer.IsLittleEndian && isWords && image.BitsAllocated == 8;
        var bytes = image.File.Bytes.Take(offset, checked((int)(isTurned ? needed + (needed & 1) : needed)));
        var values = new ushort[image.Values];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = image.BitsAllocated == 8 ? bytes[isTurned ? i ^ 1 : i]
                : image.File.Transfer.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..])
                : BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
        }
        return image.Samples > 1 && image.IsPlanar ? Interleave(values, image.Samples) : values;
    }

    /// <summary>Brings planes to pixels.</summary>
    public static ushort[] Interleave(ushort[] planes, int samples)
    {
        var (values, plane) = (new ushort[planes.Length], planes.Length / samples);
        for (var i = 0; i < values.Length; i++) values[i] = planes[i % samples * plane + i / samples];
        return values;
    }

    // PS3.5, A.4: a table of the frames' places, then fragments. A frame may take several, and two frames never share one.
    private static byte[] Encapsulated(DicomImage image)
    {
        var bytes = image.File.Bytes;
        var (offset, length, _) = image.File.Pixels!.Value;
        if (length >= 0) throw bytes.Damaged("its pixels are compressed and not in fragments");
        var fragments = new List<(long Start, int Length)>();
        var table = Item(bytes, ref offset) ?? throw bytes.Damaged("its pixels lack the table of frames");
        while (Item(bytes, ref offset) is { } fragment)
        {
            if (fragments.Count == MostFragments) throw bytes.Damaged($"it has over {MostFragments:N0} fragments");
            fragments.Add(fragment);
        }
        if (fragments.Count == 0) throw bytes.Damaged("its pixels are missing");
        var count = image.Frames == 1 ? fragments.Count : InFirstFrame(image, table, fragments);
        var total = fragments.Take(count).Sum(fragment => (long)fragment.Length);
        if (total > Array.MaxLength) throw bytes.Damaged("its first frame is over 2 GiB");
        var frame = new byte[total];
        var end = 0;
        foreach (var (start, size) in fragments.Take(count))
        {
            bytes.Take(start, size).CopyTo(frame.AsSpan(end));
            end += size;
        }
        return frame;
    }

    private static int InFirstFrame(DicomImage image, (long Start, int Length) table, List<(long Start, int Length)> fragments)
    {
        var bytes = image.File.Bytes;
        if (fragments.Count == image.Frames || image.File.Transfer.Compression == DicomCompression.RunLength) return 1;
        if (table.Length >= 8)
        {
            var second = fragments[0].Start - 8 + BinaryPrimitives.ReadUInt32LittleEndian(bytes.Take(table.Start + 4, 4));
            return Math.Max(1, fragments.Count(fragment => fragment.Start - 8 < second));
        }
        var next = fragments.FindIndex(1, fragment => fragment.Length > 2 && bytes.Take(fragment.Start, 2) is [0xFF, 0xD8 or 0x4F]);
        return next < 0 ? fragments.Count : next;
    }

    private static (long Start, int Length)? Item(DicomBytes bytes, ref long offset)
    {
        var head = bytes.Take(offset, 8);
        var tag = (uint)BinaryPrimitives.ReadUInt16LittleEndian(head) << 16 | BinaryPrimitives.ReadUInt16LittleEndian(head[2..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (tag == DicomTag.SequenceEnd) return null;
        if (tag != DicomTag.Item || length > bytes.Length - offset - 8) throw bytes.Damaged($"at byte {offset:N0} there is no whole fragment");
        var item = (offset + 8, (int)length);
        offset += 8 + length;
        return item;
    }
}
