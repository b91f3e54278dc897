using MlNetTL.Data;
using MlNetTL.Foundation;

namespace MlNetTL.Tests.Data;

/// <summary>Made-up images of made-up patients.</summary>
internal static class Groups
{
    /// <summary>Images of patients who have one to <paramref name="most"/> each, with several rare labels that go together.</summary>
    public static SplitImage[] Make(int patients, int most, double[] rates, long seed = 1) =>
        [.. Enumerable.Range(0, patients).SelectMany(patient => Of(patient, most, rates, seed))];

    /// <summary>The share of images with a category in each part.</summary>
    public static double[] Rates(IReadOnlyList<SplitImage> images, int[] parts, int category, int count) =>
        [.. Enumerable.Range(0, count).Select(part => Enumerable.Range(0, images.Count).Where(i => parts[i] == part).Average(i => images[i].Categories.Contains(category) ? 1.0 : 0))];

    private static IEnumerable<SplitImage> Of(int patient, int most, double[] rates, long seed)
    {
        var random = new RowRandom(seed, "patient", row: patient);
        var sick = rates.Select(rate => random.NextDouble() < rate).ToArray();
        var images = 1 + random.NextInt(most);
        return [.. Enumerable.Range(0, images).Select(i => new SplitImage($"p{patient}/{i}.png", $"p{patient}", [.. Enumerable.Range(0, rates.Length).Where(label => sick[label])]))];
    }
}
