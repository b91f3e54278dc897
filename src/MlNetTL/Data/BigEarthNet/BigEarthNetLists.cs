namespace MlNetTL.Data;

/// <summary>The lists of patches that BigEarthNet comes with: a name a line, the first of several fields, without a header.</summary>
internal static class BigEarthNetLists
{
    /// <summary>The names of a list.</summary>
    public static HashSet<string> Read(string path) =>
        [.. File.ReadLines(path).Select(line => line.Split(',')[0].Trim().Trim('"')).Where(name => name.Length > 0)];
}
