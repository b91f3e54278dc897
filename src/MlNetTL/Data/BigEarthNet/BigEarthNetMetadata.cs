namespace MlNetTL.Data;

/// <summary>Version 2 (reBEN): folders of tiles with folders of patches, and all labels in one table.</summary>
internal static class BigEarthNetMetadata
{
    /// <summary>The table.</summary>
    public const string FileName = "metadata.parquet";

    /// <summary>The folder of the images of Sentinel-2.</summary>
    public const string ImagesFolder = "BigEarthNet-S2";

    private const string Expected = "a name such as S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_57";

    // The authors' table leaves such patches out already; a copy that holds all of them says which they are.
    private static readonly (string Column, string Reason)[] s_skipped =
        [("contains_seasonal_snow", "with seasonal snow"), ("contains_cloud_or_shadow", "with clouds or their shadows")];

    /// <summary>Reads the patches of a split.</summary>
    public static BigEarthNetArchive Read(string root, BigEarthNetSplit split, FolderProblems problems)
    {
        var file = Path.Combine(root, FileName);
        var found = new DataProblems(file);
        using var table = TableRows.Open(file, found);
        var (name, labels, set) = (table.Require("patch_id"), table.Require("labels"), table.Require("split"));
        found.ThrowIfAny();
        var skipped = s_skipped.Select(skip => (Place: table.Find(skip.Column), skip.Reason)).Where(skip => skip.Place >= 0).ToArray();
        var patches = new List<BigEarthNetPatch>();
        var archive = new BigEarthNetArchive(patches, HasCorine: false, []);
        var once = new ListedOnce(found);
        while (table.Read())
        {
            var patch = table[name];
            once.Add(patch, table.Line, "patch_id");
            if (!RelativePath.StaysInside(patch) || patch.AsSpan().ContainsAny("/\\|#") || patch.Split('_').Length < 4) table.Note(name, Expected);
            else if (!Enum.TryParse<BigEarthNetSplit>(table[set], ignoreCase: true, out var part) || part == BigEarthNetSplit.All || int.TryParse(table[set], out _))
                table.Note(set, "train, validation or test");
            else if (split != BigEarthNetSplit.All && part != split) continue;
            else if (skipped.FirstOrDefault(skip => table[skip.Place] is "1" or "True" or "true") is { Reason: { } reason }) archive.Leave(reason, 1);
            else
            {
                var tile = BigEarthNetFolders.TileOf(patch);
                patches.Add(new(patch, Path.Combine(root, ImagesFolder, tile, patch), table.List(labels), BigEarthNetFolders.PlaceOf(patch, patch), part.ToString()));
            }
        }
        found.ThrowIfAny();
        return archive;
    }
}
