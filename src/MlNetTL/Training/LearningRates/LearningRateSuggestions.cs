namespace MlNetTL.Training.LearningRates;

/// <summary>Where on a curve of losses a learning rate lies, by the rules of fastai's <c>lr_find</c>.</summary>
internal static class LearningRateSuggestions
{
    /// <summary>The place from which the loss falls most over the logarithm of the rate.</summary>
    public static int Steepest(IReadOnlyList<double> rates, IReadOnlyList<double> losses) => Enumerable.Range(0, losses.Count - 1)
        .MinBy(i => (losses[i + 1] - losses[i]) / (Math.Log(rates[i + 1]) - Math.Log(rates[i])));

    /// <summary>The place two thirds into the longest fall: a chain of losses, each below the one before it in the chain, that others may stand between. A third of its length and half of
    /// that, both whole steps, from the step before it.</summary>
    /// <returns>Null where nothing falls for three steps: there is no valley.</returns>
    public static int? Valley(IReadOnlyList<double> losses)
    {
        var lengths = new int[losses.Count];
        var end = 0;
        for (var i = 0; i < losses.Count; i++)
        {
            lengths[i] = 1 + Enumerable.Range(0, i).Where(before => losses[i] < losses[before]).Select(before => lengths[before]).DefaultIfEmpty(0).Max();
            if (lengths[i] > lengths[end]) end = i;
        }
        // The length, not the distance, is taken off: the chain counts as if nothing stood between its losses.
        var (start, third) = (end - lengths[end], lengths[end] / 3.0);
        var place = start + (int)third + (int)(third / 2);
        return lengths[end] < 3 || place < 0 ? null : place;
    }
}
