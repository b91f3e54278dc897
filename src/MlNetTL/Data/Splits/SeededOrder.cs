using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>An order of names that looks random and hangs on the seed and each name alone: not on the order of rows, not on other names, not on threads.</summary>
internal static class SeededOrder
{
    /// <summary>Puts things in the order of their names' hashes.</summary>
    public static IOrderedEnumerable<T> By<T>(IEnumerable<T> things, long seed, string purpose, Func<T, string> nameOf) =>
        things.OrderBy(thing => new RowRandom(seed, $"{purpose} {nameOf(thing)}").NextBits()).ThenBy(nameOf, StringComparer.Ordinal);

    /// <summary>The places of images, group after group, each group's images beside each other.</summary>
    public static IEnumerable<int> OfImages(IReadOnlyList<SplitImage> images, long seed) =>
        By(Enumerable.Range(0, images.Count).GroupBy(i => images[i].Group), seed, "sampled group", group => group.Key)
            .SelectMany(group => By(group, seed, "sampled image", i => images[i].Name));
}
