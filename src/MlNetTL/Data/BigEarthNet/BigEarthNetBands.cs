namespace MlNetTL.Data;

/// <summary>The bands of Sentinel-2 in BigEarthNet. Each is a GeoTIFF of 16 bits; a patch is 1.2 km wide.</summary>
public static class BigEarthNetBands
{
    /// <summary>The ten bands of 10 and 20 m, which the study uses, by their wavelengths: B02, B03, B04, B05, B06, B07, B08, B8A, B11, B12.</summary>
    public static IReadOnlyList<string> Ten { get; } = ["B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12"];

    /// <summary>All twelve; B01 and B09 have 60 m.</summary>
    public static IReadOnlyList<string> All { get; } = ["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B11", "B12"];

    /// <summary>The side of a patch in pixels of a band: 120 at 10 m, 60 at 20 m, 20 at 60 m.</summary>
    internal static int SideOf(string band) => band switch
    {
        "B02" or "B03" or "B04" or "B08" => 120,
        "B01" or "B09" => 20,
        _ => 60,
    };

    /// <summary>What is wrong with a choice of bands, a clause that begins with 'must'; null where nothing is.</summary>
    internal static string? Problem(IReadOnlyList<string>? bands) =>
        bands is null || (bands.Count > 0 && bands.All(All.Contains) && bands.Distinct().Count() == bands.Count) ? null
            : $"must name bands of BigEarthNet, each once, in the order of the channels ({string.Join(", ", All)})";
}
