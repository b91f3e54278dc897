namespace MlNetTL.Images;

/// <summary>Decodes the first frame of a DICOM file to grey or to red, green and blue; of 16 bits where more than 8 are stored.</summary>
internal static class DicomPixels
{
    /// <summary>The bits of a value as it is decoded, and how many values a pixel has.</summary>
    public static (int Bits, int Channels) Describe(DicomImage image) =>
        image.IsPalette ? (image.File.Word(DicomTag.RedDescriptor, 2) == 8 ? 8 : 16, 3) : (image.BitsStored > 8 ? 16 : 8, image.Samples);

    /// <summary>Decodes it.</summary>
    /// <exception cref="UnreadableImageException">It is damaged, too large, or of a form that is not read.</exception>
    public static Raster Decode(DicomBytes bytes)
    {
        var image = DicomImage.Read(bytes);
        ImageDecoder.CheckSize(image.Width, image.Height, image.Samples, bytes.Name);
        var (values, isRgb) = DicomFrame.Read(image);
        if (image.IsPalette) return DicomColour.FromPalette(image, values);
        var maximum = Describe(image).Bits == 16 ? ushort.MaxValue : byte.MaxValue;
        var table = DicomGreyScale.Table(image, maximum);
        for (var i = 0; i < values.Length; i++) values[i] = table[values[i] & (table.Length - 1)];
        if (image.Photometric.StartsWith("YBR", StringComparison.Ordinal) && !isRgb) DicomColour.FromYbr(values, maximum);
        return new(values, image.Height, image.Width, image.Samples, maximum);
    }
}
