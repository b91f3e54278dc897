using MlNetTL.Images;

namespace MlNetTL.Training;

/// <summary>Rows to train or validate on: their labels in memory, their pixels where they can be read in any order. Epochs read them and never decode.</summary>
/// <param name="Pixels">The pixels, shared with other subsets of the same rows.</param>
/// <param name="PixelRows">For each row, its place in <paramref name="Pixels"/>.</param>
/// <param name="Labels">For each row, its label values (see <see cref="Tasks.LearningTask"/>).</param>
/// <param name="Groups">For each row, the group that must stay together, or null.</param>
/// <param name="BalancedBy">For each row, the value of the column whose values are drawn as often as each other, or null.</param>
/// <param name="Truths">For each row, what scores are held against: its labels without those that were uncertain, whatever a policy has made of them; or null where that is the same.</param>
internal sealed record ImageRows(IPixelRows Pixels, int[] PixelRows, float[][] Labels, string[]? Groups, string[]? BalancedBy = null, float[][]? Truths = null) : IDisposable
{
    /// <summary>The number of rows.</summary>
    public int Count => PixelRows.Length;

    /// <summary>Some of the rows. They share the pixels; dispose the whole, not the subset.</summary>
    public ImageRows Subset(int[] rows) => this with
    {
        PixelRows = [.. rows.Select(row => PixelRows[row])],
        Labels = [.. rows.Select(row => Labels[row])],
        Groups = Groups is null ? null : [.. rows.Select(row => Groups[row])],
        BalancedBy = BalancedBy is null ? null : [.. rows.Select(row => BalancedBy[row])],
        Truths = Truths is null ? null : [.. rows.Select(row => Truths[row])],
    };

    /// <summary>The rows that can be trained on.</summary>
    public ImageRows ToTrain() => Truths is null ? this : (this with { Truths = null }).Known();

    /// <summary>The rows that can be measured by, with their truths for labels.</summary>
    public ImageRows ToMeasure() => Truths is null ? this : (this with { Labels = Truths, Truths = null }).Known();

    private ImageRows Known() => Subset([.. Enumerable.Range(0, Count).Where(row => !Labels[row].All(float.IsNaN))]);

    /// <summary>The same rows without the labels of outputs that are not trained.</summary>
    public ImageRows Masked(IReadOnlyList<bool> trained) => Labels.Length == 0 || Labels[0].Length != trained.Count
        ? this
        : this with { Labels = [.. Labels.Select(row => row.Select((value, i) => trained[i] ? value : float.NaN).ToArray())] };

    public void Dispose() => Pixels.Dispose();
}
