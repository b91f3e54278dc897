namespace MlNetTL.Data;

/// <summary>Finds the folder that holds a data set's tables.</summary>
internal static class DatasetRoot
{
    /// <summary>The folder itself, or the one folder in it that has the table.</summary>
    /// <param name="dataSet">The data set's name in messages.</param>
    /// <param name="folder">Where to look.</param>
    /// <param name="tables">The table by any of its names.</param>
    /// <param name="waysOut">What a person may do who has it elsewhere or not at all.</param>
    public static string Find(string dataSet, string folder, IReadOnlyList<string> tables, string waysOut)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full)) throw new DirectoryNotFoundException($"The folder of {dataSet} must exist. Looked for {full}. {waysOut}");
        if (Table(full, tables) is not null) return full;

        var inside = Directory.EnumerateDirectories(full).Where(child => Table(child, tables) is not null).Order(StringComparer.Ordinal).ToArray();
        return inside switch
        {
            [var root] => root,
            [] => throw new FileNotFoundException($"{dataSet}'s {tables[0]} must be in the folder or in a folder in it. "
                + $"Looked for {string.Join(", ", tables.Select(table => Path.Combine(full, table)))} and {string.Join(", ", tables.Select(table => Path.Combine(full, "*", table)))}. {waysOut}", tables[0]),
            _ => throw new ArgumentException($"One copy of {dataSet} must be meant. "
                + $"{full} holds {inside.Length}: {string.Join(", ", inside.Select(Path.GetFileName))}. Name one of them.", nameof(folder)),
        };
    }

    /// <summary>The path of the table in a folder, or null where it is not there.</summary>
    public static string? Table(string folder, IReadOnlyList<string> tables) => tables.Select(table => Path.Combine(folder, table)).FirstOrDefault(File.Exists);
}
