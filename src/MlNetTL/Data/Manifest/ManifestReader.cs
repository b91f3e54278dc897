using System.Globalization;
using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>Reads any CSV or Parquet file that has a column of paths, or columns that paths follow from.</summary>
internal sealed class ManifestReader : IDisposable
{
    private readonly string _folder;
    private readonly ImageManifestOptions _options;
    private readonly DataProblems _problems;
    private readonly ListedOnce _listed;
    private readonly TableRows _table;
    private readonly PathPattern? _pattern;
    private readonly Dictionary<string, int> _patternColumns;
    private readonly int _path, _label, _patient, _study, _source, _split, _value;
    private readonly int[] _labels;
    private readonly HashSet<string> _splitsSeen = new(StringComparer.OrdinalIgnoreCase);

    private ManifestReader(string file, string folder, ImageManifestOptions options)
    {
        (_folder, _options, _problems) = (folder, options, new DataProblems(file));
        _listed = new ListedOnce(_problems);
        _table = TableRows.Open(file, _problems, options.Separator);
        _pattern = PathPattern.Of(options);
        _patternColumns = (_pattern?.Columns ?? []).ToDictionary(name => name, _table.Require);
        _path = _pattern is null ? _table.Require(options.PathColumn) : _patternColumns.Values.First();
        _labels = [.. (options.LabelColumns ?? []).Select(_table.Require)];
        _label = options.IsMultiLabel ? -1 : Find(options.LabelColumn);
        _patient = Find(options.PatientColumn);
        _study = Find(options.StudyColumn);
        _source = Find(options.SourceColumn);
        _split = Find(options.SplitColumn);
        _value = Find(options.ValueColumn);
    }

    /// <summary>The rows of the split that is asked for, in the order of the file.</summary>
    public static List<ManifestRow> Read(string csv, ImageManifestOptions options)
    {
        options.Validate();
        ArgumentException.ThrowIfNullOrWhiteSpace(csv);
        var file = Path.GetFullPath(csv);
        if (!File.Exists(file))
            throw new FileNotFoundException($"The CSV or Parquet file of the images must exist. Looked for {file}. "
                + "Either give its path, or load a folder of images without labels by LoadImageFolder.", file);
        var folder = Path.GetFullPath(options.ImageFolder ?? Path.GetDirectoryName(file)!);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder of the images must exist. Looked for {folder}. "
                + $"Either correct ImageFolder, or leave it out if the paths start from the folder of {Path.GetFileName(file)}.");
        using var reader = new ManifestReader(file, folder, options);
        return reader.ReadAll();
    }

    public void Dispose() => _table.Dispose();

    private int Find(string? column) => column is null ? -1 : _table.Require(column);

    private List<ManifestRow> ReadAll()
    {
        _problems.ThrowIfAny();
        var rows = new List<ManifestRow>();
        while (_table.Read())
        {
            var split = Text(_split);
            if (_split >= 0) _splitsSeen.Add(split);
            if (RelativePathOfRow() is { Length: > 0 } path) _listed.Add(path, _table.Line, _table.Header[_path]);
            if (_options.Split is { } wanted && !split.Equals(wanted, StringComparison.OrdinalIgnoreCase)) continue;
            if (ReadRow(split) is { } row) rows.Add(row);
        }
        if (rows.Count == 0 && _problems.Count == 0) NoteNothingLeft();
        _problems.ThrowIfAny();
        return rows;
    }

    private ManifestRow? ReadRow(string split)
    {
        var before = _problems.Count;
        var path = ReadPath();
        if (_label >= 0 && Text(_label).Length == 0) _table.Note(_label, "a class");
        // A row without a patient would be grouped with all others without one; the same holds of examinations and sources.
        if (_patient >= 0 && Text(_patient).Length == 0) _table.Note(_patient, "a patient");
        if (_study >= 0 && Text(_study).Length == 0) _table.Note(_study, "a study");
        if (_source >= 0 && Text(_source).Length == 0) _table.Note(_source, "a source");
        var labels = new float[_labels.Length];
        for (var i = 0; i < labels.Length; i++)
            if (!LabelValue.TryParse(_table[_labels[i]], out labels[i])) _table.Note(_labels[i], LabelValue.Expected);
        var value = ReadValue();
        return _problems.Count > before ? null : new ManifestRow
        {
            Path = path!,
            Patient = Text(_patient),
            Study = Text(_study),
            Source = Text(_source),
            Split = split,
            Label = Text(_label),
            Value = value,
            Labels = labels,
        };
    }

    private string RelativePathOfRow() => _pattern?.PathOf(name => Text(_patternColumns[name])) ?? _table[_path];

    private float ReadValue()
    {
        if (_value < 0) return 0;
        if (float.TryParse(Text(_value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)) return number;
        if (Text(_value).Equals("NaN", StringComparison.OrdinalIgnoreCase)) return float.NaN;
        _table.Note(_value, "a number");
        return float.NaN;
    }

    private string? ReadPath()
    {
        var relative = RelativePathOfRow();
        if (!BandFiles.FilesOf(relative).All(file => RelativePath.StaysInside(file)) || _patternColumns.Values.Any(column => Text(column).Length == 0))
        {
            _problems.Add(_table.Line, _table.Header[_path], DataProblems.Quote(relative), RelativePath.Expected);
            return null;
        }
        if (BandFiles.Split(relative).Select(ImageRegion.Problem).FirstOrDefault(problem => problem is not null) is not null)
        {
            _problems.Add(_table.Line, _table.Header[_path], DataProblems.Quote(relative), $"a region in whole pixels at the end, as in tile.png{ImageRegion.Fragment}x,y,width,height");
            return null;
        }
        var path = BandFiles.Map(relative, file => Path.Combine(_folder, file.Replace('\\', '/')));
        if (_options.CheckFiles && BandFiles.FilesOf(path).FirstOrDefault(file => !File.Exists(file)) is { } missing)
            _problems.Add(_table.Line, _table.Header[_path], $"no file at {missing}", "the image");
        return path;
    }

    private string Text(int column) => column < 0 ? "" : _table[column].Trim();


    private void NoteNothingLeft()
    {
        if (_options.Split is { } wanted && _splitsSeen.Count > 0)
            _problems.Add(_table.HeaderLine, _options.SplitColumn, $"the values {string.Join(", ", _splitsSeen.Order(StringComparer.Ordinal).Take(10))}", $"rows of the split '{wanted}'");
        else
            _problems.Add(_table.HeaderLine, null, "no row under the header", "at least one image");
    }
}
