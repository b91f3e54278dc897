using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>Grades in order by CORAL (Cao, Mirjalili and Raschka, 'Rank consistent ordinal regression for neural networks with application to age estimation', 2020): of K grades, K - 1 questions
/// 'above grade k?', each a yes or no.</summary>
/// <param name="importance">How much each question counts (λ of equation 4); null for 1.</param>
internal sealed class CoralTask(IReadOnlyList<double>? importance) : KeyedTask
{
    public override PredictionTask Kind => PredictionTask.Ordinal;

    public override OrdinalMethod? Method => OrdinalMethod.Coral;

    public override ValidationMetric DefaultMetric => ValidationMetric.QuadraticKappa;

    protected override string Wanted => "whose order is that of the grades";

    public override int OutputsOf(int names) => names - 1;

    public override LearningTask LearnedFrom(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, IReadOnlyList<bool> trained) => importance is null || importance.Count == names.Count - 1
        ? this
        : throw new ArgumentException($"ImportanceWeights must have a number for each question 'above this grade?', one fewer than there are grades: {names.Count - 1}. Received: {importance.Count}.");

    // Equation 4: the sum over questions, then the mean over rows.
    protected override Tensor LossOfLogits(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss)
    {
        var above = (labels > arange(logits.shape[1], ScalarType.Float32, logits.device)).to(ScalarType.Float32);
        var losses = loss.OfLabels(logits, above, null);
        if (importance is not null) losses = losses * tensor(importance.Select(weight => (float)weight).ToArray(), device: logits.device);
        return Mean(losses.sum(1), labels.squeeze(1).to(ScalarType.Int64), weights);
    }

    protected override IGrader GraderFor(int classes, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) => CoralGrader.Instance;
}
