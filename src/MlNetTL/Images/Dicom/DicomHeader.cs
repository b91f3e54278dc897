using System.Globalization;

namespace MlNetTL.Images;

/// <summary>What a DICOM file says about its patient and its image. Texts are as the file has them; empty where it says nothing.</summary>
/// <param name="PatientId">(0010,0020).</param>
/// <param name="StudyInstanceUid">(0020,000D): the examination.</param>
/// <param name="Modality">(0008,0060): CR, DX, MG and so on.</param>
/// <param name="ViewPosition">(0018,5101): AP, PA, LL and so on.</param>
/// <param name="PatientSex">(0010,0040): F, M or O.</param>
/// <param name="PatientAge">(0010,1010): 058Y, 011M, 003W or 010D.</param>
/// <param name="PhotometricInterpretation">(0028,0004): MONOCHROME1 (the least is white), MONOCHROME2, RGB and so on.</param>
/// <param name="TransferSyntax">(0002,0010), by the name of the standard: how the file is written and compressed.</param>
/// <param name="Rows">Rows, in pixels; 0 where the file holds no image.</param>
/// <param name="Columns">Columns, in pixels; 0 where the file holds no image.</param>
/// <param name="BitsStored">The bits of a value that count.</param>
/// <param name="Frames">The number of images; the first one is decoded.</param>
public sealed record DicomHeader(
    string PatientId, string StudyInstanceUid, string Modality, string ViewPosition, string PatientSex, string PatientAge, string PhotometricInterpretation,
    string TransferSyntax, int Rows, int Columns, int BitsStored, int Frames)
{
    /// <summary>The age in years; NaN where it is blank or not in DICOM's form.</summary>
    public float AgeInYears
    {
        get
        {
            if (PatientAge.Length < 2 || !int.TryParse(PatientAge[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return float.NaN;
            return char.ToUpperInvariant(PatientAge[^1]) switch { 'Y' => number, 'M' => number / 12f, 'W' => number / 52.1775f, 'D' => number / 365.2425f, _ => float.NaN };
        }
    }

    /// <summary>Reads the header of a file; no pixel is decoded.</summary>
    /// <exception cref="UnreadableImageException">The file is missing, damaged or no DICOM file.</exception>
    public static DicomHeader Read(string path)
    {
        using var file = ImageFile.Open(path, headerOnly: true);
        return file.Format == ImageFormat.Dicom ? Of(DicomElements.Read(file.Dicom)) : throw new UnreadableImageException(path, $"it is a {file.Format.Name()} file, not DICOM.");
    }

    internal static DicomHeader Of(DicomElements file) => new(
        file.Text(DicomTag.PatientId), file.Text(DicomTag.Study), file.Text(DicomTag.Modality), file.Text(DicomTag.ViewPosition), file.Text(DicomTag.PatientSex),
        file.Text(DicomTag.PatientAge), file.Text(DicomTag.Photometric), file.Transfer.Name, file.Word(DicomTag.Rows) ?? 0, file.Word(DicomTag.Columns) ?? 0,
        file.Word(DicomTag.BitsStored) ?? file.Word(DicomTag.BitsAllocated) ?? 0, file.Decimal(DicomTag.Frames) is { } frames and > 0 and <= int.MaxValue ? (int)frames : 1);
}
