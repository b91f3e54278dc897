using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Interop;

namespace MlNetTL.Data;

/// <summary>Reads <c>trainLabels.csv</c> or <c>retinopathy_solution.csv</c> of EyePACS.</summary>
internal sealed class EyePacsReader : IDisposable
{
    private const string TwoWaysOut =
        "Either give the folder that holds trainLabels.csv or retinopathy_solution.csv, with train and test beside them, or its parent; "
        + "or get the data from https://www.kaggle.com/c/diabetic-retinopathy-detection/data and unpack it there.";

    private readonly EyePacsOptions _options;
    private readonly IReadOnlyList<string> _labels;
    private readonly DataProblems _problems;
    private readonly ListedOnce _listed;
    private readonly ImageIndex _images;
    private readonly CsvRows _csv;
    private readonly string _folder;
    private readonly int _image, _level, _usage;

    private EyePacsReader(string root, string table, EyePacsOptions options)
    {
        (_options, _labels) = (options, EyePacsLabels.Choose(options.Labels));
        var file = Path.Combine(root, table);
        _problems = new DataProblems(file);
        _listed = new ListedOnce(_problems);
        _folder = IsTest(options) ? "test" : "train";
        _images = new ImageIndex(root, ImageFolders(root), withEnding: false);
        _csv = new CsvRows(file, _problems);
        _image = _csv.Require(EyePacsColumns.Image);
        _level = _csv.Require(EyePacsColumns.Level);
        _usage = IsTest(options) ? _csv.Require(EyePacsColumns.Usage) : -1;
    }

    /// <summary>The rows as ML.NET's view of them, with the labels' names. How many blank images are left out is logged as a warning.</summary>
    public static IDataView Load(DataOperationsCatalog catalog, string folder, EyePacsOptions options)
    {
        var rows = Read(folder, options, out var blank);
        if (blank.Count > 0)
        {
            using var channel = Environments.Of(catalog).Start("EyePACS");
            channel.Warning($"{blank.Count:N0} of {rows.Count + blank.Count:N0} images are left out, as they are known to be blank: {string.Join(", ", blank)}.");
        }
        return catalog.LoadFromEnumerable(rows, SlotNames.Describe<EyePacsRow>(nameof(EyePacsRow.Labels), EyePacsLabels.Choose(options.Labels)));
    }

    /// <summary>The rows of the split that is asked for, in the order of the file.</summary>
    /// <param name="folder">The data set.</param>
    /// <param name="options">What to read.</param>
    /// <param name="blank">The blank images that are left out.</param>
    public static List<EyePacsRow> Read(string folder, EyePacsOptions options, out List<string> blank)
    {
        var table = IsTest(options) ? "retinopathy_solution.csv" : "trainLabels.csv";
        using var reader = new EyePacsReader(DatasetRoot.Find("EyePACS", folder, [table], TwoWaysOut), table, options);
        return reader.ReadAll(out blank);
    }

    /// <summary>The folder of either table: the one given, or the one in it that has one.</summary>
    public static string FindRoot(string folder) => DatasetRoot.Find("EyePACS", folder, ["trainLabels.csv", "retinopathy_solution.csv"], TwoWaysOut);

    public void Dispose() => _csv.Dispose();

    private static bool IsTest(EyePacsOptions options) => options.Split != EyePacsSplit.Train;

    // The archives hold one folder each, and unpack into it or beside it.
    private string[] ImageFolders(string root)
    {
        var outer = Path.Combine(root, _folder);
        if (!Directory.Exists(outer))
            throw new DirectoryNotFoundException($"The images of EyePACS must be in a folder '{_folder}' beside its table. Looked for {outer}. {TwoWaysOut}");
        return [outer, .. Directory.EnumerateDirectories(outer)];
    }

    private List<EyePacsRow> ReadAll(out List<string> blank)
    {
        _problems.ThrowIfAny();
        var rows = new List<EyePacsRow>();
        blank = [];
        while (_csv.Read())
        {
            _listed.Add(_csv[_image], _csv.Line, EyePacsColumns.Image);
            if (!IsWanted() || ReadRow() is not { } row) continue;
            if (row.Blank && !_options.KeepBlank) blank.Add(_csv[_image]);
            else rows.Add(row);
        }
        if (rows.Count == 0 && _problems.Count == 0) _problems.Add(1, null, $"no image of the part {_options.Split}", "at least one");
        _problems.ThrowIfAny();
        return rows;
    }

    private bool IsWanted()
    {
        if (_usage < 0) return true;
        var usage = _csv[_usage].Trim();
        var isPublic = usage.Equals("Public", StringComparison.OrdinalIgnoreCase);
        if (!isPublic && !usage.Equals("Private", StringComparison.OrdinalIgnoreCase)) _csv.Note(_usage, "Public or Private");
        return isPublic == (_options.Split == EyePacsSplit.PublicTest);
    }

    private EyePacsRow? ReadRow()
    {
        var before = _problems.Count;
        var (image, level) = (_csv[_image], _csv[_level].Trim());
        var parts = EyePacsColumns.ParseImage(image);
        var path = _images.Find(image);
        if (parts is null) _csv.Note(_image, "a patient and an eye such as 10_left");
        else if (path is null) _csv.Note(_image, $"the name of one of the {_images.Count:N0} images in the folder '{_folder}'");
        if (level.Length != 1 || level[0] - '0' is < 0 or > EyePacsLabels.HighestGrade) _csv.Note(_level, $"a grade from 0 to {EyePacsLabels.HighestGrade}");
        if (_problems.Count > before) return null;
        var grade = level[0] - '0';
        return new EyePacsRow
        {
            Path = path!,
            Patient = parts!.Value.Patient,
            Eye = parts.Value.Eye,
            Blank = _folder == "train" && EyePacsLabels.BlankImages.Contains(image),
            Label = level,
            Grade = grade,
            Labels = [.. _labels.Select(name => EyePacsLabels.Target(name, grade))],
        };
    }
}
