using MlNetTL.Foundation;
using MlNetTL.Weights;

namespace MlNetTL.Cli.Health;

/// <summary>Where weights and caches lie, how large they are, and what of it is there.</summary>
internal static class Places
{
    public static Section All(List<string> problems)
    {
        var findings = new Findings("Folders", problems);
        findings.Add("Cache", () => $"{Folders.Cache} ({Size.Of(Size.OfFolder(Folders.Cache))})");
        findings.Add("Decoded images", () => $"{Folders.Images} ({Size.Of(Size.OfFolder(Folders.Images))}); may be deleted whenever nothing runs");
        findings.Add("Features", () => $"{Folders.Features} ({Size.Of(Size.OfFolder(Folders.Features))}); may be deleted whenever nothing runs");
        findings.Add("Weights", () => $"{Folders.Weights} ({Size.Of(Size.OfFolder(Folders.Weights))})");
        findings.Add("Free on its disk", FreeForTheCache, "The cache folder must be writable. Set MLNETTL_CACHE to a folder that is.");
        return findings.Section;
    }

    /// <summary>Which of the named weights are there.</summary>
    public static Section Weights(List<string> problems)
    {
        var findings = new Findings("Pretrained weights by name", problems);
        findings.AddAll("Weights", () => Standings(new WeightsHub(new() { Mirror = null })));
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

    // Most of the published files are not here on any machine, so they are counted.
    private static IEnumerable<(string, string)> Standings(WeightsHub hub)
    {
        using var open = hub;
        var rows = PublishedWeights.All;
        var there = rows.Where(row => hub.Glance(row) == WeightsState.Present).ToList();
        foreach (var row in there)
            yield return ($"{row.Backbone.Name} {row.Definition.Name}", $"there: {row.Definition.FileName} ({Size.Of(new FileInfo(hub.PathOf(row)).Length)})");
        yield return ("not there", $"{rows.Count - there.Count} of {rows.Count}; 'mlnettl weights list' names them, 'mlnettl weights pull' gets them");
    }
}
