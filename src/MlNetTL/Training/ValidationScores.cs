using MlNetTL.Training.Tasks;

namespace MlNetTL.Training;

/// <summary>What the network made of the validation rows after an epoch.</summary>
/// <param name="Loss">The mean loss, the same whatever is trained on.</param>
/// <param name="Logits">The outputs, a row each.</param>
/// <param name="Labels">The truth, a row each.</param>
internal sealed record ValidationScores(double Loss, IReadOnlyList<float[]> Logits, IReadOnlyList<float[]> Labels)
{
    /// <summary>A figure of them; NaN where it is not defined on these rows.</summary>
    public double Of(ValidationMetric metric, LearningTask task, IReadOnlyList<string> names) => metric == ValidationMetric.Loss ? Loss : task.Measure(metric, names, Logits, Labels);
}
