namespace MlNetTL.Images;

/// <summary>Brings the colours of DICOM files to red, green and blue.</summary>
internal static class DicomColour
{
    /// <summary>From YBR_FULL (PS3.3, C.7.6.3.1.2: ITU-R BT.601 in the full range of 8 bits), in place.</summary>
    public static void FromYbr(Span<ushort> pixels, int maximum)
    {
        var middle = (maximum + 1) / 2;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            double light = pixels[i], blue = pixels[i + 1] - middle, red = pixels[i + 2] - middle;
            pixels[i] = Clip(light + 1.402 * red);
            pixels[i + 1] = Clip(light - 0.344136 * blue - 0.714136 * red);
            pixels[i + 2] = Clip(light + 1.772 * blue);
        }

        ushort Clip(double value) => (ushort)Math.Clamp(Math.Round(value), 0, maximum);
    }

    /// <summary>From the places of a palette (PS3.3, C.7.9).</summary>
    public static Raster FromPalette(DicomImage image, ushort[] places)
    {
        var pixels = new ushort[checked(places.Length * 3)];
        var bits = image.File.Word(DicomTag.RedDescriptor, 2) ?? 0;
        for (var colour = 0u; colour < 3; colour++)
        {
            var (entries, first) = Entries(image, colour, bits);
            for (var i = 0; i < places.Length; i++)
                pixels[i * 3 + colour] = entries[Math.Clamp(DicomGreyScale.Stored(image, places[i]) - first, 0, entries.Length - 1)];
        }
        return new(pixels, image.Height, image.Width, 3, bits == 8 ? byte.MaxValue : ushort.MaxValue);
    }

    private static (ushort[] Entries, int First) Entries(DicomImage image, uint colour, int bits)
    {
        var file = image.File;
        if (file.Word(DicomTag.RedDescriptor + colour) is not { } count || file.Word(DicomTag.RedDescriptor + colour, 1) is not { } first
            || file.Word(DicomTag.RedDescriptor + colour, 2) != bits || bits is not (8 or 16) || file.Find(DicomTag.RedPalette + colour) is not { } data)
            throw file.Bytes.Damaged("its palette is missing, segmented or incomplete");
        if (count == 0) count = 1 << 16;
        var isPacked = bits == 8 && data.Length < 2 * count;
        if (data.Length < (isPacked ? count : 2 * count)) throw file.Bytes.Damaged($"its palette must have {count} entries and ends before");
        var entries = new ushort[count];
        for (var i = 0; i < count; i++) entries[i] = (ushort)(isPacked ? data[file.Transfer.IsLittleEndian ? i : i ^ 1] : file.Word(DicomTag.RedPalette + colour, i)!.Value);
        return (entries, image.IsSigned ? (short)first : first);
    }
}
