using MlNetTL.Foundation;

namespace MlNetTL.Training;

/// <summary>Holds out a share of the rows, whole groups at a time.</summary>
internal static class ValidationSplit
{
    /// <summary>Chooses validation rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="groups">The group of each row (its patient), or null where each row stands alone.</param>
    /// <param name="fraction">The share of rows to hold out, above 0 and below 1. At least one group is held out and one kept.</param>
    /// <param name="seed">The choice hangs on the seed and the group's name, not on the order of rows.</param>
    public static (int[] Train, int[] Validation) Choose(int rows, IReadOnlyList<string>? groups, double fraction, long seed)
    {
        var byGroup = Enumerable.Range(0, rows).GroupBy(row => groups?[row] ?? $"{row}")
            .OrderBy(group => new RowRandom(seed, "validation " + group.Key).NextBits()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        if (byGroup.Count < 2) throw new ArgumentException($"At least 2 groups are needed to hold out validation rows. Found: {byGroup.Count} group in {rows} rows. Give a validation set, or set ValidationFraction to 0.");
        var wanted = Math.Max(1, (int)Math.Round(rows * fraction));
        var validation = new List<int>();
        foreach (var group in byGroup.Take(byGroup.Count - 1))
        {
            if (validation.Count >= wanted) break;
            validation.AddRange(group);
        }
        var held = validation.ToHashSet();
        return ([.. Enumerable.Range(0, rows).Where(row => !held.Contains(row))], [.. validation.Order()]);
    }
}
