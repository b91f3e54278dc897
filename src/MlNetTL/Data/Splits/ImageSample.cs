namespace MlNetTL.Data;

/// <summary>Chooses some of the images, so that a smaller choice with the same seed lies within a larger one.</summary>
internal static class ImageSample
{
    /// <summary>The number of images in each category.</summary>
    public static int[] Count(IReadOnlyList<SplitImage> images, int categories)
    {
        var counts = new int[categories];
        foreach (var image in images)
            foreach (var category in image.Categories) counts[category]++;
        return counts;
    }

    /// <summary>The first n images of each category in an order that hangs on the seed alone: the 100 are among the 1000. An image of several categories
    /// counts for all of them.</summary>
    /// <returns>The places of the chosen images, in order. A category that has fewer than n gives all it has.</returns>
    public static int[] PerCategory(IReadOnlyList<SplitImage> images, int categories, int n, long seed)
    {
        var taken = new int[categories];
        var chosen = new List<int>();
        foreach (var image in SeededOrder.OfImages(images, seed))
        {
            if (!images[image].Categories.Any(category => taken[category] < n)) continue;
            chosen.Add(image);
            foreach (var category in images[image].Categories) taken[category]++;
        }
        return [.. chosen.Order()];
    }

    /// <summary>The first n images in an order that hangs on the seed alone, group after group.</summary>
    public static int[] Images(IReadOnlyList<SplitImage> images, int n, long seed) => [.. SeededOrder.OfImages(images, seed).Take(n).Order()];

    /// <summary>n images from m groups, as many from one as from another (or one fewer); all images of m groups where n is null.</summary>
    /// <param name="images">The images.</param>
    /// <param name="n">How many images; null for all that the groups have.</param>
    /// <param name="m">From how many groups.</param>
    /// <param name="seed">Which.</param>
    /// <param name="unit">What a group is called, as in 'patients'.</param>
    /// <exception cref="InvalidDataException">Too few groups have so many images; the message gives the counts and what would do.</exception>
    public static int[] FromGroups(IReadOnlyList<SplitImage> images, int? n, int m, long seed, string unit)
    {
        var groups = SeededOrder.OfImages(images, seed).GroupBy(i => images[i].Group).Select(group => group.ToArray()).ToArray();
        var each = n is { } wanted ? (wanted + m - 1) / m : 1;
        var large = groups.Where(group => group.Length >= each).ToArray();
        if (n < m) throw new InvalidDataException($"{n:N0} images cannot come from {m:N0} {unit}: each gives one at least. Ask for {m:N0} images or more, or for {n:N0} {unit} or fewer.");
        if (large.Length < m) throw TooFew(groups, n, m, each, large.Length, unit);
        if (n is null) return [.. large.Take(m).SelectMany(group => group).Order()];
        // The first (n mod m) groups give one more, where m does not divide n.
        return [.. large.Take(m).SelectMany((group, i) => group.Take(n.Value / m + (i < n.Value % m ? 1 : 0))).Order()];
    }

    private static InvalidDataException TooFew(int[][] groups, int? n, int m, int each, int large, string unit)
    {
        if (n is null || groups.Length < m)
            return new($"The images must come from {m:N0} {unit}, and the data have {groups.Length:N0}. Ask for {groups.Length:N0} or fewer.");
        var sizes = groups.Select(group => group.Length).OrderDescending().ToArray();
        var fewer = Enumerable.Range(1, m - 1).Where(count => sizes[count - 1] >= (n.Value + count - 1) / count).DefaultIfEmpty(0).Max();
        return new($"{n:N0} images from {m:N0} {unit} are {each:N0} from each, and only {large:N0} of {groups.Length:N0} {unit} have so many. "
            + $"{m:N0} {unit} can give {(long)m * sizes[m - 1]:N0} images evenly"
            + (fewer > 0 ? $"; {n:N0} images can come from {fewer:N0} {unit}." : $"; no smaller number of {unit} can give {n:N0}."));
    }
}
