namespace MlNetTL.Scoring;

/// <summary>Grades from CORAL's outputs, a logit for each question 'above grade k?' (Cao et al., 2020).</summary>
/// <remarks>By theorem 1 of the paper the least loss has the biases in descending order, so that nobody is more likely above a higher grade. Where training was too short for that, as with a grade
/// that has hardly any row, the logits are put in order: the number of them above 0, and so the grade, stays what it is, and no probability is negative.</remarks>
internal sealed class CoralGrader : IGrader
{
    public static CoralGrader Instance { get; } = new();

    /// <summary>The paper's rank (section 3.2): the number of questions whose probability of 'yes' is above 1/2.</summary>
    public int CallOf(ReadOnlySpan<float> outputs)
    {
        var above = 0;
        foreach (var logit in outputs) if (logit > 0) above++;
        return above;
    }

    /// <summary>The differences of the probabilities to be above grade k - 1 and above grade k.</summary>
    public float[] ProbabilitiesOf(ReadOnlySpan<float> outputs)
    {
        double[] above = [1, .. Above(outputs), 0];
        return [.. above.Zip(above.Skip(1), (lower, upper) => (float)(lower - upper))];
    }

    /// <summary>The mean of the grade's distribution: the sum of the probabilities to be above each.</summary>
    public double PositionOf(ReadOnlySpan<float> outputs) => Above(outputs).Sum();

    public float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views) => ViewMeans.OfSigmoids(views);

    private static IEnumerable<double> Above(ReadOnlySpan<float> outputs) => outputs.ToArray().OrderDescending().Select(logit => 1 / (1 + Math.Exp(-(double)logit)));
}
