namespace MlNetTL.Data;

/// <summary>Images that go to the same set.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="Members">Their places.</param>
/// <param name="Counts">How many of them belong to each category.</param>
internal sealed record ImageGroup(string Name, IReadOnlyList<int> Members, int[] Counts)
{
    /// <summary>The groups of some images, in an order that hangs on the seed and their names.</summary>
    public static ImageGroup[] Of(IReadOnlyList<SplitImage> images, long seed)
    {
        var categories = 0;
        foreach (var image in images)
            foreach (var category in image.Categories) categories = Math.Max(categories, category + 1);
        return [.. SeededOrder.By(Enumerable.Range(0, images.Count).GroupBy(i => images[i].Group, (name, members) => Make(name, [.. members])), seed, "validation", group => group.Name)];

        ImageGroup Make(string name, int[] members)
        {
            var counts = new int[categories];
            foreach (var member in members)
                foreach (var category in images[member].Categories) counts[category]++;
            return new(name, members, counts);
        }
    }
}
