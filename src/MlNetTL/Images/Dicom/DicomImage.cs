namespace MlNetTL.Images;

/// <summary>How the values of a DICOM image lie in its file, checked (PS3.3, C.7.6.3).</summary>
internal sealed class DicomImage
{
    private DicomImage(DicomElements file)
    {
        File = file;
        var header = DicomHeader.Of(file);
        (Height, Width, Frames, Photometric) = (header.Rows, header.Columns, header.Frames, header.PhotometricInterpretation);
        Samples = file.Word(DicomTag.Samples) ?? 1;
        if (Photometric.Length == 0 && Samples == 1) Photometric = "MONOCHROME2";
        BitsAllocated = file.Word(DicomTag.BitsAllocated) ?? 0;
        BitsStored = file.Word(DicomTag.BitsStored) ?? BitsAllocated;
        HighBit = file.Word(DicomTag.HighBit) ?? BitsStored - 1;
        IsSigned = file.Word(DicomTag.Representation) == 1;
        IsPlanar = file.Word(DicomTag.Planar) == 1;
    }

    public DicomElements File { get; }

    public int Height { get; }

    public int Width { get; }

    public int Frames { get; }

    public int Samples { get; }

    public string Photometric { get; }

    public int BitsAllocated { get; }

    public int BitsStored { get; }

    public int HighBit { get; }

    public bool IsSigned { get; }

    /// <summary>Whether colours lie plane by plane.</summary>
    public bool IsPlanar { get; }

    public string Name => File.Bytes.Name;

    public bool IsGrey => Photometric is "MONOCHROME1" or "MONOCHROME2";

    public bool IsPalette => Photometric == "PALETTE COLOR";

    /// <summary>Values of a frame.</summary>
    public int Values => checked(Height * Width * Samples);

    /// <summary>Reads the header and checks it.</summary>
    /// <exception cref="UnreadableImageException">It is damaged, or describes what is not read; all of it is named.</exception>
    public static DicomImage Read(DicomBytes bytes)
    {
        var image = new DicomImage(DicomElements.Read(bytes));
        var problems = image.Problems().ToArray();
        return problems.Length == 0 ? image : throw new UnreadableImageException(bytes.Name, string.Join(" ", problems));
    }

    private IEnumerable<string> Problems()
    {
        if (File.Pixels is null || Height == 0 || Width == 0)
        {
            yield return "this DICOM file holds no image (a directory or a report, perhaps). Leave it out.";
            yield break;
        }
        var isColour = Photometric is "RGB" or "YBR_FULL" or "YBR_FULL_422" or "YBR_ICT" or "YBR_RCT";
        if (!IsGrey && !IsPalette && !isColour) yield return $"its Photometric Interpretation is '{Photometric}'; MONOCHROME1, MONOCHROME2, RGB, YBR_FULL and PALETTE COLOR are read.";
        else if (Samples != (isColour ? 3 : 1)) yield return $"{Photometric} must have {(isColour ? 3 : 1)} sample(s) a pixel. Found: {Samples}.";
        if (BitsAllocated is not (8 or 16)) yield return $"its values take {BitsAllocated} bits; 8 and 16 are read.";
        else if (BitsStored < 1 || BitsStored > BitsAllocated || HighBit < BitsStored - 1 || HighBit >= BitsAllocated)
            yield return $"its header contradicts itself: {BitsStored} bits up to bit {HighBit} of {BitsAllocated}.";
        if (Photometric == "YBR_FULL_422" && File.Transfer.Compression is not (DicomCompression.Jpeg or DicomCompression.LosslessJpeg or DicomCompression.Jpeg2000))
            yield return "its colours are YBR_FULL_422, which is read inside of JPEG only. Convert it to RGB first.";
        if (File.HasModalityLut) yield return "its values are mapped by a Modality LUT Sequence, which is not read. Apply it first.";
        if (File.Transfer.Compression == DicomCompression.Unknown)
            yield return $"its pixels are compressed as {File.Transfer.Name} ({File.Transfer.Uid}), which is not read. Decompress it first, with gdcmconv --raw for example.";
    }
}
