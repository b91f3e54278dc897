namespace MlNetTL.Data;

/// <summary>What was read of a BigEarthNet folder, of either version.</summary>
/// <param name="Patches">The patches of the split, without those of the lists of snow and clouds.</param>
/// <param name="HasCorine">Whether the labels are CORINE's 43; nineteen otherwise.</param>
/// <param name="LeftOut">How many patches were left out, by the reason.</param>
internal sealed record BigEarthNetArchive(IReadOnlyList<BigEarthNetPatch> Patches, bool HasCorine, Dictionary<string, int> LeftOut)
{
    private const string V1 = "BigEarthNet-v1.0";

    /// <summary>Reads the metadata of a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">It is neither version's.</exception>
    public static BigEarthNetArchive Read(string folder, BigEarthNetSplit split, FolderProblems problems)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var full = Path.GetFullPath(folder);
        if (File.Exists(Path.Combine(full, BigEarthNetMetadata.FileName))) return BigEarthNetMetadata.Read(full, split, problems);
        foreach (var root in new[] { full, Path.Combine(full, V1) })
            if (Directory.Exists(root) && Directory.EnumerateDirectories(root).Any(BigEarthNetFolders.IsPatch)) return BigEarthNetFolders.Read(root, full, split, problems);
        throw new DirectoryNotFoundException($"The folder of BigEarthNet must hold patches, each a folder with …{BigEarthNetFolders.Ending} (version 1), or {BigEarthNetMetadata.FileName} "
            + $"and {BigEarthNetMetadata.ImagesFolder} (version 2). Looked in {full} and {Path.Combine(full, V1)}. Either give another folder, or get the data from https://bigearth.net.");
    }

    /// <summary>Counts patches that are left out.</summary>
    public void Leave(string reason, int patches)
    {
        if (patches > 0) LeftOut[reason] = LeftOut.GetValueOrDefault(reason) + patches;
    }
}
