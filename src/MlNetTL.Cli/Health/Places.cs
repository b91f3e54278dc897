using MlNetTL.Backbones;
using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Cli.Health;

/// <summary>Where weights and caches lie, how large they are, and what of it is there.</summary>
internal static class Places
{
    public static Section All(List<string> problems)
    {
        var facts = new List<(string, string)>
        {
            ("Cache", $"{Folders.Cache} ({Size.Of(Size.OfFolder(Folders.Cache))})"),
            ("Decoded images", $"{Folders.Images} ({Size.Of(Size.OfFolder(Folders.Images))}); may be deleted whenever nothing runs"),
            ("Weights", $"{Folders.Weights} ({Size.Of(Size.OfFolder(Folders.Weights))})"),
        };
        try
        {
            Directory.CreateDirectory(Folders.Cache);
            facts.Add(("Free on its disk", Size.Of(DiskSpace.FreeBytes(Folders.Cache))));
            var probe = Path.Combine(Folders.Cache, $".doctor.{Guid.NewGuid():N}.tmp");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The cache folder must be writable: {error.Message} Set MLNETTL_CACHE to a folder that is.");
        }
        return new("Folders", facts);
    }

    /// <summary>Which of the named weights are there.</summary>
    public static Section Weights() => new("Pretrained weights by name",
        [.. BackboneTable.All.Rows.SelectMany(row => row.Weights.Select(weights => ($"{row.Name} {weights.Name}", Standing(weights))))]);

    private static string Standing(WeightsDefinition weights)
    {
        var file = new FileInfo(Path.Combine(Folders.Weights, weights.FileName));
        return file.Exists ? $"there: {weights.FileName} ({Size.Of(file.Length)})" : $"not there: {weights.FileName}";
    }
}
