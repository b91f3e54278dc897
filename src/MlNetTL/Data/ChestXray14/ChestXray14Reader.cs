using System.Globalization;
using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>Reads the table of ChestX-ray14.</summary>
internal sealed class ChestXray14Reader : IDisposable
{
    private const string TwoWaysOut =
        "Either give the folder that holds Data_Entry_2017.csv (with images_001 … images_012, or images, beside it) or its parent; "
        + "or get the data from https://nihcc.app.box.com/v/ChestXray-NIHCC and unpack it there.";

    private static readonly string[] s_tables = ["Data_Entry_2017.csv", "Data_Entry_2017_v2020.csv"];

    private readonly ChestXray14Options _options;
    private readonly IReadOnlyList<string> _labels;
    private readonly DataProblems _problems;
    private readonly ListedOnce _listed;
    private readonly ImageIndex _images;
    private readonly ChestXray14Lists? _lists;
    private readonly CsvRows _csv;
    private readonly int _image, _findings, _followUp, _patient, _age, _sex, _view, _width, _height;
    private readonly Dictionary<string, (ChestXray14Split? Split, long Line)> _splitOfPatient = [];

    private ChestXray14Reader(string root, ChestXray14Options options)
    {
        (_options, _labels) = (options, ChestXray14Labels.Choose(options.Labels));
        var file = DatasetRoot.Table(root, s_tables)!;
        _problems = new DataProblems(file);
        _listed = new ListedOnce(_problems);
        _lists = options.Split == ChestXray14Split.All ? null : ChestXray14Lists.Read(root);
        _images = new ImageIndex(root, ImageFolders(root), withEnding: true);
        _csv = new CsvRows(file, _problems);
        _image = _csv.Require(ChestXray14Columns.Image);
        _findings = _csv.Require(ChestXray14Columns.Findings);
        _followUp = _csv.Require(ChestXray14Columns.FollowUp);
        _patient = _csv.Require(ChestXray14Columns.Patient);
        _age = _csv.Require(ChestXray14Columns.Age);
        _sex = ChestXray14Columns.SexNames.Select(_csv.Find).FirstOrDefault(place => place >= 0, -1);
        if (_sex < 0) _sex = _csv.Require(ChestXray14Columns.SexNames[0]);
        _view = _csv.Require(ChestXray14Columns.View);
        _width = ChestXray14Columns.WidthNames.Select(_csv.Find).FirstOrDefault(place => place >= 0, -1);
        _height = ChestXray14Columns.HeightNames.Select(_csv.Find).FirstOrDefault(place => place >= 0, -1);
    }

    /// <summary>The rows as ML.NET's view of them, with the labels' names.</summary>
    public static IDataView Load(DataOperationsCatalog catalog, string folder, ChestXray14Options options) =>
        catalog.LoadFromEnumerable(Read(folder, options), SlotNames.Describe<ChestXray14Row>(nameof(ChestXray14Row.Labels), ChestXray14Labels.Choose(options.Labels)));

    /// <summary>The rows of the split that is asked for, in the order of the file.</summary>
    public static List<ChestXray14Row> Read(string folder, ChestXray14Options options)
    {
        using var reader = new ChestXray14Reader(FindRoot(folder), options);
        return reader.ReadAll();
    }

    /// <summary>The folder of the table: the one given, or the one in it that has the table.</summary>
    public static string FindRoot(string folder) => DatasetRoot.Find("ChestX-ray14", folder, s_tables, TwoWaysOut);

    public void Dispose() => _csv.Dispose();

    // The release has twelve folders with a folder 'images' in each; people unpack them into one, or leave the inner one out.
    private static IEnumerable<string> ImageFolders(string root)
    {
        var outer = Directory.EnumerateDirectories(root, "images*").ToArray();
        return [.. outer, .. outer.Select(folder => Path.Combine(folder, "images")).Where(Directory.Exists)];
    }

    private List<ChestXray14Row> ReadAll()
    {
        _problems.ThrowIfAny();
        var rows = new List<ChestXray14Row>();
        while (_csv.Read())
        {
            var image = _csv[_image];
            _listed.Add(image, _csv.Line, ChestXray14Columns.Image);
            var split = _lists?.SplitOf(image);
            NotePatientOfTwoSplits(split);
            if (_lists is not null && split != _options.Split) continue;
            if (ReadRow(image) is { } row) rows.Add(row);
        }
        if (rows.Count == 0 && _problems.Count == 0) _problems.Add(1, ChestXray14Columns.Image, $"no image of the split {_options.Split}", "at least one");
        _problems.ThrowIfAny();
        return rows;
    }

    private ChestXray14Row? ReadRow(string image)
    {
        var before = _problems.Count;
        var path = _images.Find(image);
        if (path is null) _csv.Note(_image, $"the name of one of the {_images.Count:N0} images in the folders images_001 … images_012 and images");
        var (patient, followUp) = (_csv[_patient].Trim(), ReadNumber(_followUp));
        if (!int.TryParse(patient, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) _csv.Note(_patient, "the number of a patient");
        else if (image.Split('_')[0] is { Length: 8 } name && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var named) && named != number)
            _csv.Note(_patient, $"{named}, as the image is called {image}");
        var age = ChestXray14Columns.ParseAge(_csv[_age].Trim());
        if (age is null) _csv.Note(_age, "years such as 58 or 058Y, or blank");
        var sex = _csv[_sex].Trim() switch { "F" => "Female", "M" => "Male", "" => "", _ => null };
        if (sex is null) _csv.Note(_sex, "F, M or blank");
        var view = _csv[_view].Trim();
        if (view.Length > 0 && !ChestXray14Columns.Views.Contains(view)) _csv.Note(_view, "PA, AP or blank");
        var (width, height, labels) = (ReadNumber(_width), ReadNumber(_height), ReadFindings());
        return _problems.Count > before ? null : new ChestXray14Row
        {
            Path = path!,
            Patient = patient,
            Study = $"{patient}/{followUp.ToString(CultureInfo.InvariantCulture)}",
            FollowUp = followUp,
            View = view,
            Sex = sex!,
            Age = age!.Value,
            Width = width,
            Height = height,
            Labels = labels,
        };
    }

    private float[] ReadFindings()
    {
        var found = _csv[_findings].Split('|', StringSplitOptions.TrimEntries);
        if (!found.All(ChestXray14Labels.Names.Contains))
            _csv.Note(_findings, $"'{ChestXray14Labels.NoFinding}', or findings of {string.Join(", ", ChestXray14Labels.Findings)} with '|' between");
        else if (found.Length > 1 && found.Contains(ChestXray14Labels.NoFinding)) _csv.Note(_findings, $"either '{ChestXray14Labels.NoFinding}' or findings");
        return [.. _labels.Select(label => found.Contains(label) ? 1f : 0f)];
    }

    private float ReadNumber(int column)
    {
        if (column < 0 || (column != _followUp && _csv[column].Length == 0)) return float.NaN;
        if (int.TryParse(_csv[column].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        _csv.Note(column, column == _followUp ? "a whole number" : "a whole number or blank");
        return float.NaN;
    }

    private void NotePatientOfTwoSplits(ChestXray14Split? split)
    {
        if (split is null) return;
        if (_splitOfPatient.TryAdd(_csv[_patient], (split, _csv.Line)) || _splitOfPatient[_csv[_patient]].Split == split) return;
        _csv.Note(_patient, $"a patient of one list; line {_splitOfPatient[_csv[_patient]].Line} has an image of the other list");
    }
}
