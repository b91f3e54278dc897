namespace MlNetTL.Data;

/// <summary>Finds the folder that holds CheXpert's CSV files.</summary>
internal static class CheXpertFolder
{
    /// <summary>The root of the data set by whichever of its files is there.</summary>
    public static string FindRoot(string folder)
    {
        try
        {
            return FindRoot(folder, "train.csv");
        }
        catch (FileNotFoundException)
        {
            return FindRoot(folder, "valid.csv");
        }
    }

    /// <summary>The root of the data set: <paramref name="folder"/> itself, or the one folder in it that has the CSV.</summary>
    public static string FindRoot(string folder, string csv)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
            throw new DirectoryNotFoundException($"The folder of CheXpert must exist. Looked for {full}. {TwoWaysOut}");
        if (File.Exists(Path.Combine(full, csv))) return full;

        var inside = Directory.EnumerateDirectories(full).Where(child => File.Exists(Path.Combine(child, csv))).Order(StringComparer.Ordinal).ToArray();
        return inside switch
        {
            [var root] => root,
            [] => throw new FileNotFoundException($"CheXpert's {csv} must be in the folder or in a folder in it. "
                + $"Looked for {Path.Combine(full, csv)} and {Path.Combine(full, "*", csv)}. {TwoWaysOut}", csv),
            _ => throw new ArgumentException("One copy of CheXpert must be meant. "
                + $"{full} holds {inside.Length}: {string.Join(", ", inside.Select(Path.GetFileName))}. Name one of them.", nameof(folder)),
        };
    }

    private const string TwoWaysOut =
        "Either give the folder that holds train.csv and valid.csv (CheXpert-v1.0-small, under any name) or its parent; "
        + "or get the data from https://stanfordmlgroup.github.io/competitions/chexpert and unpack it there.";
}
