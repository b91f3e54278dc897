using MlNetTL.Backbones;
using MlNetTL.Foundation;

namespace MlNetTL.Cli.Health;

/// <summary>Where weights and caches lie, how large they are, and what of it is there.</summary>
internal static class Places
{
    public static Section All(List<string> problems)
    {
        var findings = new Findings("Folders", problems);
        findings.Add("Cache", () => $"{Folders.Cache} ({Size.Of(Size.OfFolder(Folders.Cache))})");
        findings.Add("Decoded images", () => $"{Folders.Images} ({Size.Of(Size.OfFolder(Folders.Images))}); may be deleted whenever nothing runs");
        findings.Add("Weights", () => $"{Folders.Weights} ({Size.Of(Size.OfFolder(Folders.Weights))})");
        findings.Add("Free on its disk", FreeForTheCache, "The cache folder must be writable. Set MLNETTL_CACHE to a folder that is.");
        return findings.Section;
    }

    /// <summary>Which of the named weights are there.</summary>
    public static Section Weights(List<string> problems)
    {
        var findings = new Findings("Pretrained weights by name", problems);
        findings.AddAll("Weights", () => BackboneTable.All.Rows.SelectMany(
            row => row.Weights.Select(weights => ($"{row.Name} {weights.Name}", Standing(weights)))));
        return findings.Section;
    }

    private static string FreeForTheCache()
    {
        Directory.CreateDirectory(Folders.Cache);
        var probe = Path.Combine(Folders.Cache, $".doctor.{Guid.NewGuid():N}.tmp");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
        return Size.Of(DiskSpace.FreeBytes(Folders.Cache));
    }

    private static string Standing(WeightsDefinition weights)
    {
        var file = new FileInfo(Path.Combine(Folders.Weights, weights.FileName));
        return file.Exists ? $"there: {weights.FileName} ({Size.Of(file.Length)})" : $"not there: {weights.FileName}";
    }
}
