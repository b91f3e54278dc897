namespace MlNetTL.Images;

/// <summary>The elements of a DICOM file that are looked at: group and element (PS3.6).</summary>
internal static class DicomTag
{
    public const uint
        TransferSyntax = 0x0002_0010, CharacterSet = 0x0008_0005, SopClass = 0x0008_0016, Modality = 0x0008_0060, PatientId = 0x0010_0020, PatientSex = 0x0010_0040,
        PatientAge = 0x0010_1010, ViewPosition = 0x0018_5101, Study = 0x0020_000D, Samples = 0x0028_0002, Photometric = 0x0028_0004, Planar = 0x0028_0006,
        Frames = 0x0028_0008, Rows = 0x0028_0010, Columns = 0x0028_0011, BitsAllocated = 0x0028_0100, BitsStored = 0x0028_0101, HighBit = 0x0028_0102,
        Representation = 0x0028_0103, WindowCenter = 0x0028_1050, WindowWidth = 0x0028_1051, Intercept = 0x0028_1052, Slope = 0x0028_1053, WindowFunction = 0x0028_1056,
        ModalityLut = 0x0028_3000, RedDescriptor = 0x0028_1101, RedPalette = 0x0028_1201, PixelData = 0x7FE0_0010, Item = 0xFFFE_E000, ItemEnd = 0xFFFE_E00D,
        SequenceEnd = 0xFFFE_E0DD;

    private static readonly HashSet<uint> s_kept =
    [
        TransferSyntax, CharacterSet, SopClass, Modality, PatientId, PatientSex, PatientAge, ViewPosition, Study, Samples, Photometric, Planar, Frames, Rows, Columns, BitsAllocated,
        BitsStored, HighBit, Representation, WindowCenter, WindowWidth, Intercept, Slope, WindowFunction, RedDescriptor, RedDescriptor + 1, RedDescriptor + 2,
        RedPalette, RedPalette + 1, RedPalette + 2,
    ];

    /// <summary>Whether the value is kept when a file is read.</summary>
    public static bool IsKept(uint tag) => s_kept.Contains(tag);

    /// <summary>A tag as the standard writes it.</summary>
    public static string Name(uint tag) => $"({tag >> 16:X4},{tag & 0xFFFF:X4})";
}
