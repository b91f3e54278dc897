namespace MlNetTL.Scoring;

/// <summary>Grades from one number by cut points.</summary>
/// <param name="scale">The unit of the network's output.</param>
/// <param name="cuts">The cut points, in grades.</param>
internal sealed class CutPointGrader(TargetScale scale, GradeCuts cuts) : IGrader
{
    public IReadOnlyList<double> CutPoints => cuts.Points;

    public int CallOf(ReadOnlySpan<float> outputs) => cuts.GradeOf(PositionOf(outputs));

    public float[] ProbabilitiesOf(ReadOnlySpan<float> outputs) => cuts.Probabilities(PositionOf(outputs));

    public double PositionOf(ReadOnlySpan<float> outputs) => scale.Restore(outputs[0]);

    public float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views) => ViewMeans.OfNumbers(views);
}
