using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Data;

/// <summary>Reads what a split needs of a view: paths, groups and labels.</summary>
/// <param name="Images">The rows, in order.</param>
/// <param name="Paths">Their paths, as the view has them.</param>
/// <param name="Categories">The names of the categories.</param>
internal sealed record SplitColumns(IReadOnlyList<SplitImage> Images, IReadOnlyList<string> Paths, IReadOnlyList<string> Categories)
{
    /// <summary>Reads them.</summary>
    /// <param name="data">The view.</param>
    /// <param name="pathColumn">The images' paths (Text).</param>
    /// <param name="groupColumn">What is kept together (Text); null where each image stands alone.</param>
    /// <param name="labelColumn">The labels (Text, Key, Boolean, Single or a vector of Single); null for none.</param>
    /// <param name="withNegatives">Whether the negatives of each of several labels are a category of their own.</param>
    /// <param name="folder">The folder that names start from; null for the one that all images lie in.</param>
    public static SplitColumns Read(IDataView data, string pathColumn, string? groupColumn, string? labelColumn, bool withNegatives, string? folder = null)
    {
        var (path, group) = (TextColumn(data, pathColumn), groupColumn is null ? (DataViewSchema.Column?)null : TextColumn(data, groupColumn));
        var label = labelColumn is null ? (DataViewSchema.Column?)null : Find(data, labelColumn);
        using var cursor = data.GetRowCursor(new[] { path, group, label }.OfType<DataViewSchema.Column>());
        var (pathOf, groupOf) = (TextOf(cursor, path), group is { } g ? TextOf(cursor, g) : null);
        var categories = label is { } l ? CategoryReader.Of(cursor, l, withNegatives) : null;
        var (paths, groups, members) = (new List<string>(), new List<string?>(), new List<IReadOnlyList<int>>());
        while (cursor.MoveNext())
        {
            paths.Add(pathOf());
            groups.Add(groupOf?.Invoke());
            members.Add(categories?.Read() ?? []);
        }
        folder ??= ImageNames.CommonFolder(paths);
        var images = paths.Select((name, i) => ImageNames.Of(name, folder) is var relative ? new SplitImage(relative, groups[i] ?? relative, members[i]) : default).ToArray();
        RequireOneGroupEach(images);
        // By their names, not in the order in which they were met: ties between categories must not hang on the order of rows.
        var met = categories?.Names ?? [];
        string[] names = [.. met.Order(StringComparer.Ordinal)];
        int[] places = [.. met.Select(name => Array.IndexOf(names, name))];
        return new([.. images.Select(image => image with { Categories = [.. image.Categories.Select(category => places[category])] })], paths, names);
    }

    // Rows are told apart by their paths: one that is in two groups could end up in two sets.
    internal static void RequireOneGroupEach(IReadOnlyList<SplitImage> images)
    {
        var parted = images.GroupBy(image => image.Name).Where(rows => rows.Select(row => row.Group).Distinct().Count() > 1).Select(rows => rows.Key).ToArray();
        if (parted.Length > 0)
            throw new InvalidDataException($"An image that is listed several times must be of one group. {parted.Length:N0} {(parted.Length == 1 ? "is" : "are")} not: {string.Join(", ", parted.Take(10))}.");
    }

    private static DataViewSchema.Column Find(IDataView data, string name) => data.Schema.GetColumnOrNull(name)
        ?? throw new ArgumentException($"The data must have the column '{name}'. Found: {string.Join(", ", data.Schema.Select(column => column.Name))}.");

    private static DataViewSchema.Column TextColumn(IDataView data, string name) => Find(data, name) is { Type: TextDataViewType } column ? column
        : throw new ArgumentException($"Column '{name}' must be Text. Found: {Find(data, name).Type}.");

    private static Func<string> TextOf(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getter(ref text);
            return text.ToString();
        };
    }
}
