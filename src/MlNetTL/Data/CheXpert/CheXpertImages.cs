using System.Text.RegularExpressions;

namespace MlNetTL.Data;

/// <summary>Where the images of each patient lie: in the folder of the CSV, or in the numbered batch folders of the full-size release.</summary>
/// <remarks>The full-size release is unpacked as <c>CheXpert-v1.0 batch 1 (validate &amp; csv)</c>, <c>CheXpert-v1.0 batch 2 (train 1)</c> and so on, while its CSV
/// files speak of <c>CheXpert-v1.0/train/patient00001</c>. Which batch has a patient is found by listing the batches once: looking in each for each of
/// 224,316 images would take minutes on a network disk.</remarks>
internal sealed partial class CheXpertImages
{
    private static readonly string[] s_splits = ["train", "valid", "test"];

    private readonly string _root;
    private readonly Dictionary<(string? Split, string Patient), string>? _folders;

    /// <summary>Looks for batch folders in and beside the folder of the CSV, and lists the patients in them.</summary>
    /// <exception cref="InvalidDataException">Two batches hold the same patient.</exception>
    public CheXpertImages(string root)
    {
        _root = root;
        var batches = BatchesOf(root);
        if (batches.Length == 0) return;
        _folders = [];
        var problems = new DataProblems(Path.GetDirectoryName(batches[0])!);
        foreach (var batch in batches)
        {
            AddPatients(batch, null, problems);
            foreach (var split in s_splits.Where(split => Directory.Exists(Path.Combine(batch, split)))) AddPatients(Path.Combine(batch, split), split, problems);
        }
        problems.ThrowIfAny();
    }

    /// <summary>Whether the images lie in batch folders.</summary>
    public bool IsInBatches => _folders is not null;

    /// <summary>The path of an image, or null where no batch has its patient.</summary>
    /// <param name="split">train or valid.</param>
    /// <param name="patient">Such as patient00001.</param>
    /// <param name="rest">The study and the file.</param>
    public string? FileOf(ReadOnlySpan<char> split, string patient, ReadOnlySpan<char> rest)
    {
        var separator = Path.DirectorySeparatorChar;
        if (_folders is null) return $"{_root}{separator}{split}/{patient}/{rest}";
        return _folders.TryGetValue((split.ToString(), patient), out var folder) || _folders.TryGetValue((null, patient), out folder) ? $"{folder}{separator}{rest}" : null;
    }

    /// <summary>The folder that holds all images, where the CSV lies in one of its batches.</summary>
    public static string RootOf(string root) => BatchName().IsMatch(Path.GetFileName(root)) ? Path.GetDirectoryName(root) ?? root : root;

    private static string[] BatchesOf(string root)
    {
        var inside = Batches(root);
        var isBatch = BatchName().IsMatch(Path.GetFileName(root));
        return isBatch && Path.GetDirectoryName(root) is { } parent ? [.. inside, .. Batches(parent)] : inside;
    }

    private static string[] Batches(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Where(child => BatchName().IsMatch(Path.GetFileName(child))).Order(StringComparer.Ordinal)];

    private void AddPatients(string folder, string? split, DataProblems problems)
    {
        foreach (var patient in Directory.EnumerateDirectories(folder, "patient*"))
        {
            var key = (split, Path.GetFileName(patient));
            if (!_folders!.TryAdd(key, patient)) problems.Add(0, null, $"{key.Item2} in {_folders[key]} and in {patient}", "each patient in one batch folder");
        }
    }

    [GeneratedRegex(@"\bbatch\s*\d+", RegexOptions.IgnoreCase)]
    private static partial Regex BatchName();
}
