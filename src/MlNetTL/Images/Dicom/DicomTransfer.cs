namespace MlNetTL.Images;

/// <summary>How the pixels of a DICOM file are compressed.</summary>
internal enum DicomCompression
{
    None,
    RunLength,
    Jpeg,
    LosslessJpeg,
    Jpeg2000,
    Unknown,
}

/// <summary>A transfer syntax: how a DICOM file is written (PS3.5, annex A).</summary>
/// <param name="Uid">Its number.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="IsExplicit">Whether elements tell their type.</param>
/// <param name="IsLittleEndian">The order of the bytes of a number.</param>
/// <param name="IsDeflated">Whether all after the file's own group is deflated.</param>
/// <param name="Compression">How the pixels are compressed.</param>
internal sealed record DicomTransfer(
    string Uid, string Name, bool IsExplicit = true, bool IsLittleEndian = true, bool IsDeflated = false, DicomCompression Compression = DicomCompression.None)
{
    public static readonly DicomTransfer Implicit = new("1.2.840.10008.1.2", "Implicit VR Little Endian", IsExplicit: false);
    public static readonly DicomTransfer Explicit = new("1.2.840.10008.1.2.1", "Explicit VR Little Endian");

    private static readonly DicomTransfer[] s_known =
    [
        Implicit, Explicit,
        new("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", IsDeflated: true),
        new("1.2.840.10008.1.2.2", "Explicit VR Big Endian", IsLittleEndian: false),
        new("1.2.840.10008.1.2.5", "RLE Lossless", Compression: DicomCompression.RunLength),
        new("1.2.840.10008.1.2.4.50", "JPEG Baseline", Compression: DicomCompression.Jpeg),
        new("1.2.840.10008.1.2.4.51", "JPEG Extended", Compression: DicomCompression.Jpeg),
        new("1.2.840.10008.1.2.4.57", "JPEG Lossless", Compression: DicomCompression.LosslessJpeg),
        new("1.2.840.10008.1.2.4.70", "JPEG Lossless SV1", Compression: DicomCompression.LosslessJpeg),
        new("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", Compression: DicomCompression.Jpeg2000),
        new("1.2.840.10008.1.2.4.91", "JPEG 2000", Compression: DicomCompression.Jpeg2000),
        new("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Compression: DicomCompression.Unknown),
        new("1.2.840.10008.1.2.4.81", "JPEG-LS", Compression: DicomCompression.Unknown),
        new("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless", Compression: DicomCompression.Unknown),
        new("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Compression: DicomCompression.Unknown),
    ];

    /// <summary>Whether the pixels lie in fragments.</summary>
    public bool IsEncapsulated => Compression != DicomCompression.None;

    /// <summary>The syntax of a number. Of one that is not known the header can be read: all that are left are explicit and little-endian.</summary>
    public static DicomTransfer Of(string uid) =>
        s_known.FirstOrDefault(known => known.Uid == uid) ?? new(uid, "an unknown transfer syntax", Compression: DicomCompression.Unknown);
}
