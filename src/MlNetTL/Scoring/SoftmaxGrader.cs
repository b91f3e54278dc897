namespace MlNetTL.Scoring;

/// <summary>Classes by a softmax: the most likely is called.</summary>
internal sealed class SoftmaxGrader : IGrader
{
    public static SoftmaxGrader Instance { get; } = new();

    public int CallOf(ReadOnlySpan<float> outputs)
    {
        var best = 0;
        for (var i = 1; i < outputs.Length; i++)
            if (outputs[i] > outputs[best]) best = i;
        return best;
    }

    public float[] ProbabilitiesOf(ReadOnlySpan<float> outputs) => ScoreColumns.Softmax(outputs);

    public double PositionOf(ReadOnlySpan<float> outputs) => ProbabilitiesOf(outputs).Select((probability, i) => (double)i * probability).Sum();

    public float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views) => ViewMeans.OfSoftmaxes(views);
}
