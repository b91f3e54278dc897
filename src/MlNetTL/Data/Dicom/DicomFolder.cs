using System.Collections.Concurrent;
using Microsoft.ML;
using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>Makes a manifest of the headers of a folder's DICOM files.</summary>
internal static class DicomFolder
{
    private const int Named = 20;

    /// <summary>The manifest: one row an image, in ordinal order of the paths.</summary>
    public static IDataView Load(DataOperationsCatalog catalog, string folder, CancellationToken cancel = default)
    {
        var files = Find(folder);
        var (headers, problems) = (new DicomHeader?[files.Length], new ConcurrentDictionary<int, string>());
        Parallel.For(0, files.Length, new() { CancellationToken = cancel }, i =>
        {
            try
            {
                headers[i] = DicomHeader.Read(files[i]);
            }
            catch (UnreadableImageException error)
            {
                problems[i] = error.Message;
            }
        });
        if (!problems.IsEmpty) throw Damaged(folder, problems);
        var rows = Enumerable.Range(0, files.Length).Where(i => headers[i] is { Rows: > 0, Columns: > 0 }).Select(i => RowOf(files[i], headers[i]!)).ToList();
        return rows.Count > 0 ? catalog.LoadFromEnumerable(rows)
            : throw new FileNotFoundException($"The folder must hold at least one DICOM image. {files.Length} DICOM files in {Path.GetFullPath(folder)} are directories or reports.");
    }

    // By the bytes: archives name their files by numbers, by UIDs, or .dcm.
    private static string[] Find(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full)) throw new DirectoryNotFoundException($"The folder of the DICOM files must exist. Looked for {full}. Give another folder.");
        var files = Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.') && IsDicom(file))
            .Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files
            : throw new FileNotFoundException($"The folder must hold at least one DICOM file. Looked in {full} and its folders, at the first bytes of each file.");
    }

    private static bool IsDicom(string file)
    {
        if (Path.GetExtension(file).Equals(ImageFiles.Dicom, StringComparison.OrdinalIgnoreCase)) return true;
        return !ImageFiles.Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && ImageFiles.HasDicomBytes(file);
    }

    // Where the patient's number was taken out, the examination is the least that must not be parted; where that too is missing, the image is alone.
    private static DicomRow RowOf(string file, DicomHeader header) => new()
    {
        Path = file,
        Patient = header.PatientId.Length > 0 ? header.PatientId : header.StudyInstanceUid.Length > 0 ? header.StudyInstanceUid : file,
        Study = header.StudyInstanceUid,
        View = header.ViewPosition,
        Sex = header.PatientSex.ToUpperInvariant() switch { "F" => "Female", "M" => "Male", "O" => "Other", _ => "Unknown" },
        Age = header.AgeInYears,
        Modality = header.Modality,
    };

    private static InvalidDataException Damaged(string folder, ConcurrentDictionary<int, string> problems)
    {
        var lines = problems.OrderBy(problem => problem.Key).Take(Named).Select(problem => $"\n  {problem.Value}");
        return new($"{Path.GetFullPath(folder)} has {problems.Count:N0} DICOM file(s) whose header cannot be read. Mend them or take them out:{string.Concat(lines)}"
            + (problems.Count > Named ? $"\n  … and {problems.Count - Named:N0} more." : ""));
    }
}
