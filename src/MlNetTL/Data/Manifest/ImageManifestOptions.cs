namespace MlNetTL.Data;

/// <summary>How to read a CSV or Parquet file of images and labels.</summary>
/// <param name="PathColumn">The column with the path of each image, relative to <paramref name="ImageFolder"/>; several files with '|' between make one
/// image.</param>
/// <param name="LabelColumn">The column with one class for each image; it becomes the Text column <c>Label</c>. Null for none.
/// Not used where <paramref name="LabelColumns"/> is given.</param>
/// <param name="LabelColumns">Several columns of 1, 0, -1 or blank; they become the column <c>Labels</c>, a vector of Single with their names as SlotNames.</param>
/// <param name="PatientColumn">The column that says whose image it is; it becomes the Text column <c>Patient</c>. Null for none.</param>
/// <param name="SplitColumn">The column that says to which part of the data an image belongs.</param>
/// <param name="Split">Only rows whose <paramref name="SplitColumn"/> has this value are loaded (without regard to case). Null for all.</param>
/// <param name="ImageFolder">The folder that the paths start from; null for the CSV's own.</param>
/// <param name="Separator">What stands between the fields of a CSV.</param>
/// <param name="CheckFiles">Whether to look if each image exists.</param>
/// <param name="PathPattern">Where the CSV has no column of paths: how they follow from other columns, in braces, such as <c>image{ID}.tif</c>. It takes
/// the place of <paramref name="PathColumn"/>.</param>
/// <param name="Bands">Where each image is made of one file a band: what <c>{band}</c> in <paramref name="PathPattern"/> stands for, in the order of the
/// channels, such as B02, B03 for <c>{patch}/{patch}_{band}.tif</c>. The files are decoded as one image (<see cref="Images.BandFiles"/>).</param>
/// <param name="StudyColumn">The column that says to which examination an image belongs; it becomes the Text column <c>Study</c>. Null for none.</param>
/// <param name="SourceColumn">The column that says which tile, slide, place or device an image comes from; it becomes the Text column <c>Source</c>. Null for
/// none.</param>
/// <param name="ValueColumn">A column of numbers, such as a grade or an age; it becomes the Single column <c>Value</c>, for regression; NaN where it is not known. Null for none.</param>
public sealed record ImageManifestOptions(
    string PathColumn = "path",
    string? LabelColumn = "label",
    IReadOnlyList<string>? LabelColumns = null,
    string? PatientColumn = null,
    string? SplitColumn = null,
    string? Split = null,
    string? ImageFolder = null,
    char Separator = ',',
    bool CheckFiles = false,
    string? PathPattern = null,
    IReadOnlyList<string>? Bands = null,
    string? StudyColumn = null,
    string? SourceColumn = null,
    string? ValueColumn = null)
{
    /// <summary>True where several columns of labels are asked for.</summary>
    internal bool IsMultiLabel => LabelColumns is { Count: > 0 };

    /// <summary>Checks what does not need the file.</summary>
    internal void Validate()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(PathColumn)) problems.Add("PathColumn must name a column. Received nothing.");
        if (Split is not null && SplitColumn is null) problems.Add($"SplitColumn must name the column that holds '{Split}', because Split is given. Received nothing.");
        if (LabelColumns?.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            problems.Add($"LabelColumns must name each column once. Received '{twice.Key}' {twice.Count()} times.");
        foreach (var (setting, expected, received) in Data.PathPattern.Problems(PathPattern, Bands))
            problems.Add($"{char.ToUpperInvariant(setting[0])}{setting[1..]} {expected}. Received: {received}.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }
}
