using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>What a pipeline asks of a data set, in one form for all of them. Each data set refuses what it has no use for.</summary>
/// <param name="Name">The row of <see cref="DatasetTable.All"/>, such as <c>chexpert</c>.</param>
/// <param name="Folder">The folder of the data set; for <c>csv</c>, the folder that the paths start from.</param>
/// <param name="Csv">The CSV or Parquet file, for <c>csv</c>; the CSV within the folder to read instead of <c>train.csv</c>, for CheXpert.</param>
/// <param name="View"><c>All</c>, <c>Frontal</c> or <c>Lateral</c>, for CheXpert and the phantoms; null for all.</param>
/// <param name="Split">One of the data set's <see cref="DatasetDefinition.Splits"/>, in any case (null: the first); where it has none of its own, a value of
/// <paramref name="SplitColumn"/> for <c>csv</c> (null: all) or a folder for <c>folders</c>.</param>
/// <param name="Labels">The labels that make up the column <c>Labels</c>; null for all that the data set has. For <c>csv</c>: the columns of 1, 0, -1 and blank.</param>
/// <param name="PathColumn">The column of paths, for <c>csv</c>; null for <c>path</c>.</param>
/// <param name="LabelColumn">The column of classes, for <c>csv</c>; null for <c>label</c>, unless <paramref name="Labels"/> are given.</param>
/// <param name="PatientColumn">The column of patients, for <c>csv</c>; null for none.</param>
/// <param name="SplitColumn">The column that <paramref name="Split"/> is looked for in, for <c>csv</c>.</param>
/// <param name="CheckFiles">Whether to look if each image exists.</param>
/// <param name="PathPattern">How paths follow from other columns, for <c>csv</c> (<see cref="ImageManifestOptions"/>); null where there is a column of paths.</param>
/// <param name="Bands">The bands whose files make up an image: for <c>csv</c>, null for one file; for <c>bigearthnet</c>, null for the ten of 10 and 20 m.</param>
/// <param name="StudyColumn">The column of examinations, for <c>csv</c>; null for none.</param>
/// <param name="SourceColumn">The column of tiles, slides, places or devices, for <c>csv</c>; null for none.</param>
/// <param name="ValueColumn">The column of numbers, for <c>csv</c>; null for none.</param>
/// <param name="PatientPattern">A regular expression with one group, which is the patient, for the names of files, for <c>folders</c>; null for no
/// patients.</param>
/// <param name="Phantoms">How many phantoms to draw, how large, which seed; null for the default.</param>
/// <param name="PatchSize">The side of the patches, in pixels, for <c>consep</c> (null: 32) and <c>voc</c> (null: as large as the boxes).</param>
/// <param name="Classes">How many classes the labels are put into: 7 or 4 for <c>consep</c> (null: 7), 19 or 43 for <c>bigearthnet</c> (null: 19).</param>
/// <param name="BoxShape"><c>Square</c> or <c>Box</c>, for <c>voc</c>; null for a square.</param>
/// <param name="BoxScale">The sides of the patches in sides of the boxes, for <c>voc</c>; null for 1.</param>
public sealed record DatasetRequest(
    string Name,
    string? Folder = null,
    string? Csv = null,
    string? View = null,
    string? Split = null,
    IReadOnlyList<string>? Labels = null,
    string? PathColumn = null,
    string? LabelColumn = null,
    string? PatientColumn = null,
    string? SplitColumn = null,
    bool CheckFiles = false,
    PhantomOptions? Phantoms = null,
    string? PathPattern = null,
    IReadOnlyList<string>? Bands = null,
    string? StudyColumn = null,
    string? SourceColumn = null,
    string? ValueColumn = null,
    string? PatientPattern = null,
    int? PatchSize = null,
    int? Classes = null,
    string? BoxShape = null,
    double? BoxScale = null)
{
    /// <summary>A setting that the data set cannot do without.</summary>
    internal string Required(string setting, string? value) =>
        value ?? throw new ArgumentException($"The data set '{Name}' must be given {setting}. Received nothing.");

    /// <summary>The value that a setting's text names, in any case; the first of all where there is none.</summary>
    internal T ValueOf<T>(string setting, string? text) where T : struct, Enum
    {
        if (text is null) return default;
        var names = Enum.GetNames<T>();
        return names.Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new ArgumentException($"{setting} must be one of {string.Join(", ", names)}. Received: '{text}'.{Suggestion.For(text, names)}");
    }
}
