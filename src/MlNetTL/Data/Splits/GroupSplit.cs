namespace MlNetTL.Data;

/// <summary>Divides images into parts of given shares, whole groups at a time.</summary>
internal static class GroupSplit
{
    /// <summary>Chooses a part for each image.</summary>
    /// <param name="images">The images.</param>
    /// <param name="shares">The share of each part, above 0; together 1. The first part takes what rounding leaves.</param>
    /// <param name="stratify">Whether each part gets its share of every category too.</param>
    /// <param name="seed">The choice hangs on the seed and the groups' names, not on the order of images.</param>
    /// <returns>The part of each image. No part is empty.</returns>
    /// <exception cref="InvalidDataException">There are fewer groups than parts.</exception>
    public static int[] Choose(IReadOnlyList<SplitImage> images, IReadOnlyList<double> shares, bool stratify, long seed)
    {
        var groups = ImageGroup.Of(images, seed);
        if (groups.Length < shares.Count)
            throw new InvalidDataException($"A split into {shares.Count} parts needs at least {shares.Count} groups (patients, or what else is kept together). "
                + $"Found: {groups.Length} in {images.Count:N0} images. Ask for fewer parts, or split by a smaller unit.");
        var partOf = stratify ? IterativeStratification.Assign(groups, shares, seed) : FillInOrder(groups, shares, images.Count);
        var parts = new int[images.Count];
        for (var group = 0; group < groups.Length; group++)
            foreach (var member in groups[group].Members) parts[member] = partOf[group];
        return parts;
    }

    /// <summary>Holds out a share of the rows: the places of those that are kept, and of those that are held out.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="groups">The group of each row (its patient), or null where each row stands alone.</param>
    /// <param name="fraction">The share of rows to hold out, above 0 and below 1. At least one group is held out and one kept.</param>
    /// <param name="seed">The choice hangs on the seed and the group's name, and not on the order of rows; without groups, a row's name is its place.</param>
    public static (int[] Kept, int[] Held) HoldOut(int rows, IReadOnlyList<string>? groups, double fraction, long seed)
    {
        var images = new SplitImage[rows];
        for (var row = 0; row < rows; row++) images[row] = new($"{row}", groups?[row] ?? $"{row}", []);
        if ((groups is null ? rows : groups.Distinct().Count()) is < 2 and var count)
            throw new ArgumentException($"At least 2 groups are needed to hold out validation rows. Found: {count} group in {rows} rows. Give a validation set, or set ValidationFraction to 0.");
        var parts = Choose(images, [1 - fraction, fraction], stratify: false, seed);
        return ([.. Enumerable.Range(0, rows).Where(row => parts[row] == 0)], [.. Enumerable.Range(0, rows).Where(row => parts[row] == 1)]);
    }

    // Part after part takes groups until it has its share; the first part takes the rest.
    private static int[] FillInOrder(ImageGroup[] groups, IReadOnlyList<double> shares, int images)
    {
        var partOf = new int[groups.Length];
        var next = 0;
        for (var part = 1; part < shares.Count; part++)
        {
            var wanted = Math.Max(1, (int)Math.Round(images * shares[part]));
            // One group at least is left for each part to come, and for the first.
            for (var has = 0; has < wanted && next < groups.Length - (shares.Count - part); next++)
            {
                partOf[next] = part;
                has += groups[next].Members.Count;
            }
        }
        return partOf;
    }
}
