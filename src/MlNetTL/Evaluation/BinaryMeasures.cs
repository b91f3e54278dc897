namespace MlNetTL.Evaluation;

/// <summary>Figures of merit of one label from its probabilities. All take rows in any order and return NaN where they are undefined.</summary>
public static class BinaryMeasures
{
    // The spacing of single-precision numbers at 1, which scikit-learn clips single-precision probabilities by.
    private const double Smallest = 1.1920928955078125e-07;

    /// <summary>The mean precision over the positives, each threshold weighted by the recall that it adds (no interpolation). NaN without positives.</summary>
    /// <param name="scores">A score for each row, higher for more positive; no NaN.</param>
    /// <param name="labels">Whether each row is positive.</param>
    public static double AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var groups = ScoreGroup.Descending(scores, labels);
        double positives = groups.Sum(group => group.Positives), found = 0, called = 0, sum = 0;
        foreach (var group in groups)
        {
            found += group.Positives;
            called += group.Positives + group.Negatives;
            sum += group.Positives / positives * (found / called);
        }
        return positives == 0 ? double.NaN : sum;
    }

    /// <summary>The mean negative log-likelihood in nats. Probabilities are clipped by single precision's epsilon, 1.2e-7, so that one sure mistake costs
    /// 16 and not infinity.</summary>
    /// <param name="probabilities">The probability of each row, 0 to 1.</param>
    /// <param name="labels">Whether each row is positive.</param>
    public static double LogLoss(ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> labels)
    {
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++) sum += NegativeLog(labels[i] ? probabilities[i] : 1.0 - probabilities[i]);
        return labels.Length == 0 ? double.NaN : sum / labels.Length;
    }

    /// <summary>The mean squared difference of probability and outcome (Brier, 1950), 0 to 1, lower is better.</summary>
    /// <param name="probabilities">The probability of each row, 0 to 1.</param>
    /// <param name="labels">Whether each row is positive.</param>
    public static double BrierScore(ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> labels)
    {
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var difference = probabilities[i] - (labels[i] ? 1.0 : 0.0);
            sum += difference * difference;
        }
        return labels.Length == 0 ? double.NaN : sum / labels.Length;
    }

    internal static double NegativeLog(double probability) => -Math.Log(Math.Clamp(probability, Smallest, 1 - Smallest));
}
