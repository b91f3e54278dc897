using MlNetTL.Data;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>Where the images and labels come from, and which rows serve what.</summary>
/// <param name="Dataset">phantoms: chest phantoms drawn on the spot; chexpert, chestxray14, eyepacs, consep, bigearthnet: a folder in that data set's form; voc: boxes in
/// Pascal VOC's form; folders: a folder of images for each class, perhaps within folders for the splits; csv: any CSV or Parquet file that lists images.</param>
/// <param name="Folder">The data set's folder; for csv the folder that image paths start from. Relative to the working folder. The command line's --data
/// takes its place.</param>
/// <param name="Csv">The CSV or Parquet file of a csv data set, relative to 'folder'. For chexpert the CSV to read instead of train.csv, such as
/// train_cheXbert.csv.</param>
/// <param name="PathColumn">The csv column with the image paths.</param>
/// <param name="PathPattern">For a csv without image paths: how they follow from its columns, in braces, such as 'image{ID}.tif'. It takes the place of
/// 'pathColumn'.</param>
/// <param name="Bands">For images of one file a band: what '{band}' in 'pathPattern' stands for, in the order of the channels, such as 'B02', 'B03' for
/// '{patch}/{patch}_{band}.tif'. The files are read as one image. For bigearthnet: its bands, 'B01' to 'B12' and 'B8A'; absent for the ten of 10 and 20 m.</param>
/// <param name="LabelColumn">The csv column with the label, for binary, multiclass and ordinal tasks; for a regression, one of classes that are numbers. Multi-label tasks read one column for each of
/// 'task.labels'.</param>
/// <param name="PatientColumn">The csv column that names the patient, so that no patient is split between training and validation. Each image counts as a
/// patient where absent.</param>
/// <param name="StudyColumn">The csv column that names the examination.</param>
/// <param name="SourceColumn">The csv column that names the tile, slide, place or device that an image comes from.</param>
/// <param name="ValueColumn">The csv column with the number that a regression predicts; NaN where it is not known.</param>
/// <param name="PatientPattern">How the patient follows from a file's name where the dataset is folders: a regular expression with one group, such as
/// '^(person[0-9]+)'.</param>
/// <param name="SplitColumn">The csv column whose values 'train', 'validation' and 'test' name.</param>
/// <param name="View">Which views of the chest are used (chexpert and phantoms).</param>
/// <param name="Train">The splits that are trained on: 'train' or 'valid' of chexpert and phantoms, 'trainVal' or 'test' of chestxray14, 'train', 'publicTest' or
/// 'privateTest' of eyepacs, folders of splits, values of 'splitColumn' of a csv. Absent: the first of these, all rows of a csv.</param>
/// <param name="Validation">The splits that choose the best epoch. Absent: 'validationFraction' of the training patients.</param>
/// <param name="Test">The splits that are read once, at the end. Absent: no test.</param>
/// <param name="ValidationFraction">The share of the training patients that is kept for validation where 'validation' is absent; at least 0, below 1. 0: all images are
/// trained on, the weights of the last epoch are kept, and nothing tells how good they are unless there is a 'test'.</param>
/// <param name="Phantoms">What is drawn for the phantoms data set.</param>
/// <param name="PatchSize">The side of the patches, in pixels: consep (absent: 32) and voc (absent: as large as the boxes).</param>
/// <param name="Classes">How many classes the labels are put into: 7 or 4 for consep (absent: 7), 19 or 43 for bigearthnet (absent: 19).</param>
/// <param name="BoxShape">What is cut out around a box of voc: square (absent), whose side is the longer one of the box, or the box itself.</param>
/// <param name="BoxScale">The sides of the patches of voc in sides of the boxes; absent for 1.</param>
/// <param name="Split">How the rows of 'train' are divided further: by what, into which shares or folds, stratified, how many of them. Absent: by patient,
/// 'validationFraction' for validation.</param>
public sealed record DataSettings(
    DatasetKind Dataset,
    string? Folder = null,
    string? Csv = null,
    string PathColumn = DataSettings.DefaultPathColumn,
    string? PathPattern = null,
    IReadOnlyList<string>? Bands = null,
    string? LabelColumn = null,
    string? PatientColumn = null,
    string? SplitColumn = null,
    string? StudyColumn = null,
    string? SourceColumn = null,
    string? ValueColumn = null,
    string? PatientPattern = null,
    CheXpertView View = CheXpertView.All,
    IReadOnlyList<string>? Train = null,
    IReadOnlyList<string>? Validation = null,
    IReadOnlyList<string>? Test = null,
    double ValidationFraction = 0.2,
    PhantomSettings? Phantoms = null,
    int? PatchSize = null,
    int? Classes = null,
    PascalVocShape? BoxShape = null,
    double? BoxScale = null,
    SplitSettings? Split = null)
{
    private const string DefaultPathColumn = "path";

    /// <summary>The row of the table of data sets that is meant.</summary>
    /// <summary>All labels of the data set; empty where the file decides.</summary>
    internal IReadOnlyList<string> AllLabels => this is { Dataset: DatasetKind.Bigearthnet, Classes: 43 } ? BigEarthNetLabels.FortyThree : Definition.AllLabels;

    internal DatasetDefinition Definition => DatasetTable.All[Dataset.ToString()];

    /// <summary>What is drawn for the phantoms data set.</summary>
    public PhantomSettings Phantoms { get; init; } = Phantoms ?? new();

    /// <summary>What a regression's number is called.</summary>
    internal string NumberName => ValueColumn ?? LabelColumn ?? "Number";

    internal void Validate(ProblemList problems)
    {
        problems.Require(ValidationFraction is >= 0 and < 1, "data.validationFraction", "must be at least 0 and below 1", ValidationFraction);
        problems.Require(ValidationFraction > 0 || Split is null, "data.validationFraction", "must lie above 0 where 'split' divides the images", ValidationFraction);
        var splits = new[] { (Name: "data.train", Values: Train), (Name: "data.validation", Values: Validation), (Name: "data.test", Values: Test) };
        foreach (var (name, values) in splits) problems.Require(values is null or { Count: > 0 }, name, "must name a split, or be absent", "[]");
        RefuseSharedSplits(splits, problems);
        if (Dataset == DatasetKind.Csv)
        {
            problems.Require(!string.IsNullOrEmpty(Csv), "data.csv", "must name the CSV file of a csv data set", Csv);
            problems.Require(PathPattern is null || PathColumn == DefaultPathColumn, "data.pathColumn", "must be absent where 'pathPattern' is given", PathColumn);
            foreach (var (setting, expected, received) in Data.PathPattern.Problems(PathPattern, Bands)) problems.Require(false, $"data.{setting}", expected, received);
            problems.Require(SplitColumn is not null || splits.All(split => split.Values is null),
                "data.splitColumn", "must name the column that 'train', 'validation' and 'test' are values of", SplitColumn);
        }
        else
        {
            foreach (var (name, values) in splits)
                foreach (var value in values ?? [])
                    problems.Require(Definition.Splits is null || Definition.Splits.Contains(value, StringComparer.OrdinalIgnoreCase), name,
                        $"must name splits that the data set has, {string.Join(" or ", (Definition.Splits ?? []).Select(split => $"'{split}'"))}", value);
        }
        if (PatientPattern is not null)
            problems.Require(Data.PatientPattern.Problem(PatientPattern) is null, "data.patientPattern", Data.PatientPattern.Expected, PatientPattern);
        if (Dataset == DatasetKind.Phantoms) Phantoms.Validate(problems);
        PatchSettings.Validate(this, problems);
        Split?.Validate(this, problems);
    }

    private static void RefuseSharedSplits((string Name, IReadOnlyList<string>? Values)[] splits, ProblemList problems)
    {
        var uses = splits.SelectMany(split => (split.Values ?? []).Select(value => (Value: value, split.Name)));
        foreach (var shared in uses.GroupBy(use => use.Value, use => use.Name).Where(group => group.Count() > 1))
            problems.Add(shared.Last(), $"{string.Join(" and ", shared)} must not share rows. Received: '{shared.Key}' more than once.");
    }
}
