using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>Looks at the files of patches: that there is one for each band, of 16 bits and the size of its resolution.</summary>
internal static class BigEarthNetFiles
{
    private const int Sampled = 1000;

    /// <summary>Notes what is wrong with the files of the patches, all of them or some, evenly chosen.</summary>
    public static void Check(IReadOnlyList<BigEarthNetPatch> patches, IReadOnlyList<string> bands, bool all, FolderProblems problems)
    {
        var count = all ? patches.Count : Math.Min(Sampled, patches.Count);
        var found = Enumerable.Range(0, count).AsParallel().AsOrdered()
            .SelectMany(i => Problems(patches[(int)((long)i * patches.Count / count)], bands)).ToArray();
        foreach (var (file, problem) in found) problems.Add(file, problem);
    }

    private static IEnumerable<(string File, string Problem)> Problems(BigEarthNetPatch patch, IReadOnlyList<string> bands)
    {
        foreach (var band in bands)
            if (Problem(patch.FileOf(band), BigEarthNetBands.SideOf(band)) is { } problem) yield return (patch.FileOf(band), problem);
    }

    private static string? Problem(string file, int side)
    {
        if (!File.Exists(file)) return "no file: the band is missing.";
        try
        {
            var header = ImageDecoder.Probe(file);
            if (header.Bits != 16) return $"found values of {header.Bits} bits, expected 16: it is not Sentinel-2's reflectance any more.";
            if (header.Bands != 1) return $"found {header.Bands} bands, expected one.";
            return (header.Width, header.Height) == (side, side) ? null : $"found {header.Width} x {header.Height} pixels, expected {side} x {side} for this band.";
        }
        catch (UnreadableImageException error)
        {
            return error.Reason;
        }
    }
}
