using System.Globalization;
using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>Reads <c>train.csv</c> or <c>valid.csv</c> of CheXpert.</summary>
internal sealed class CheXpertReader : IDisposable
{
    private readonly CheXpertImages _images;
    private readonly ListedOnce _listed;
    private readonly CheXpertOptions _options;
    private readonly IReadOnlyList<string> _labels;
    private readonly DataProblems _problems;
    private readonly CsvRows _csv;
    private readonly int _path, _sex, _age, _view, _projection;
    private readonly int[] _labelColumns;

    private CheXpertReader(string root, string csv, CheXpertOptions options)
    {
        (_images, _options, _labels) = (new CheXpertImages(root), options, CheXpertLabels.Choose(options.Labels));
        var file = Path.Combine(root, csv);
        _problems = new DataProblems(file);
        _listed = new ListedOnce(_problems);
        _csv = new CsvRows(file, _problems);
        _path = _csv.Require(CheXpertColumns.Path);
        _sex = _csv.Require(CheXpertColumns.Sex);
        _age = _csv.Require(CheXpertColumns.Age);
        _view = _csv.Require(CheXpertColumns.View);
        _projection = _csv.Require(CheXpertColumns.Projection);
        _labelColumns = [.. _labels.Select(_csv.Require)];
    }

    /// <summary>The rows as ML.NET's view of them, with the labels' names.</summary>
    public static IDataView Load(DataOperationsCatalog catalog, string folder, CheXpertOptions options) =>
        catalog.LoadFromEnumerable(Read(folder, options), SlotNames.Describe<CheXpertRow>(nameof(CheXpertRow.Labels), CheXpertLabels.Choose(options.Labels)));

    /// <summary>The rows of the view that is asked for, in the order of the file.</summary>
    public static List<CheXpertRow> Read(string folder, CheXpertOptions options)
    {
        var csv = options.Split == CheXpertSplit.Valid ? "valid.csv" : options.TrainCsv ?? "train.csv";
        if (!RelativePath.StaysInside(csv)) throw new ArgumentException($"TrainCsv must be {RelativePath.Expected.Replace("images", "data set", StringComparison.Ordinal)}. Received: '{csv}'.", nameof(options));
        using var reader = new CheXpertReader(CheXpertFolder.FindRoot(folder, csv), csv, options);
        return reader.ReadAll();
    }

    public void Dispose() => _csv.Dispose();

    private List<CheXpertRow> ReadAll()
    {
        _problems.ThrowIfAny();
        var rows = new List<CheXpertRow>();
        var lines = new List<long>();
        var wanted = _options.View.ToString();
        var seen = 0;
        while (_csv.Read())
        {
            seen++;
            if (ReadRow() is not { } row || _options.View != CheXpertView.All && row.View != wanted) continue;
            rows.Add(row);
            if (_options.CheckFiles) lines.Add(_csv.Line);
        }
        if (_options.CheckFiles) NoteMissingFiles(rows, lines);
        if (rows.Count == 0 && _problems.Count == 0)
            _problems.Add(1, CheXpertColumns.View,
                $"{seen:N0} rows and {(_options.View == CheXpertView.All ? "no image" : $"none that is {wanted}")}", "at least one image to load");
        _problems.ThrowIfAny();
        return rows;
    }

    private CheXpertRow? ReadRow()
    {
        var before = _problems.Count;
        var path = CheXpertPath.TryParse(_images, _csv[_path]);
        if (path is null) _csv.Note(_path, CheXpertPath.Expected);
        else if (path.Value.File is null) _csv.Note(_path, $"a folder of {path.Value.Patient} in one of the batch folders");
        else _listed.Add(_csv[_path], _csv.Line, CheXpertColumns.Path);
        if (!CheXpertColumns.Views.Contains(_csv[_view])) _csv.Note(_view, string.Join(" or ", CheXpertColumns.Views));
        if (_csv[_projection] is { Length: > 0 } projection && !CheXpertColumns.Projections.Contains(projection))
            _csv.Note(_projection, $"{string.Join(", ", CheXpertColumns.Projections)} or blank");
        var labels = ReadLabels();
        var age = ReadAge();
        return _problems.Count > before ? null : new CheXpertRow
        {
            Path = path!.Value.File!,
            Patient = path.Value.Patient,
            Study = path.Value.Study,
            View = _csv[_view],
            Projection = _csv[_projection],
            Sex = _csv[_sex],
            Age = age,
            Labels = labels,
        };
    }

    private float[] ReadLabels()
    {
        var labels = new float[_labelColumns.Length];
        for (var i = 0; i < labels.Length; i++)
            if (!LabelValue.TryParse(_csv[_labelColumns[i]], out labels[i])) _csv.Note(_labelColumns[i], LabelValue.Expected);
        return labels;
    }

    private float ReadAge()
    {
        if (_csv[_age].Length == 0) return float.NaN;
        if (float.TryParse(_csv[_age], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var age) && age <= CheXpertColumns.OldestAge) return age;
        _csv.Note(_age, $"years from 0 to {CheXpertColumns.OldestAge}, or blank");
        return float.NaN;
    }


    private void NoteMissingFiles(List<CheXpertRow> rows, List<long> lines)
    {
        var there = new bool[rows.Count];
        Parallel.For(0, rows.Count, i => there[i] = File.Exists(rows[i].Path));
        for (var i = 0; i < there.Length; i++)
            if (!there[i]) _problems.Add(lines[i], CheXpertColumns.Path, $"no file at {rows[i].Path}", "the image");
    }
}
