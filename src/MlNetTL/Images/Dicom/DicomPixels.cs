namespace MlNetTL.Images;

/// <summary>Decodes the first frame of a DICOM file to grey or to red, green and blue; of 16 bits where more than 8 are stored.</summary>
internal static class DicomPixels
{
    /// <summary>What the header says.</summary>
    public static ImageHeader Probe(DicomBytes bytes)
    {
        var image = DicomImage.Read(bytes);
        return new(ImageFormat.Dicom.Name(), image.Width, image.Height, image.IsPalette ? 3 : image.Samples, BitsOf(image), Orientation: 1);
    }

    /// <summary>Decodes it.</summary>
    /// <exception cref="UnreadableImageException">It is damaged, too large, or of a form that is not read.</exception>
    public static Raster Decode(DicomBytes bytes)
    {
        var image = DicomImage.Read(bytes);
        ImageDecoder.CheckSize(image.Width, image.Height, image.Samples, bytes.Name);
        var (values, isRgb) = DicomFrame.Read(image);
        if (image.IsPalette) return DicomColour.FromPalette(image, values);
        var maximum = BitsOf(image) == 16 ? ushort.MaxValue : byte.MaxValue;
        var table = DicomGreyScale.Table(image, maximum);
        for (var i = 0; i < values.Length; i++) values[i] = table[values[i] & (table.Length - 1)];
        if (image.Photometric.StartsWith("YBR", StringComparison.Ordinal) && !isRgb) DicomColour.FromYbr(values, maximum);
        return new(values, image.Height, image.Width, image.Samples, maximum);
    }

    private static int BitsOf(DicomImage image) => image.IsPalette ? image.File.Word(DicomTag.RedDescriptor, 2) == 8 ? 8 : 16 : image.BitsStored > 8 ? 16 : 8;
}
