using MlNetTL.Evaluation;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>Grades in order as numbers 0, 1, …: a regression, and cut points that give the validation rows the highest quadratic weighted kappa.</summary>
/// <param name="scale">The unit of the network's output.</param>
internal sealed class CutPointTask(TargetScale scale) : KeyedTask
{
    private static readonly SquaredError s_squaredError = new();

    public override PredictionTask Kind => PredictionTask.Ordinal;

    public override OrdinalMethod? Method => OrdinalMethod.CutPoints;

    public override TargetScale? Targets => scale;

    public override ValidationMetric DefaultMetric => ValidationMetric.QuadraticKappa;

    public override LossOptions DefaultLoss => s_squaredError;

    protected override string Wanted => "whose order is that of the grades";

    public override int OutputsOf(int names) => 1;

    public override IEnumerable<string> ProblemsOf(ImageTransferLearningTrainer.Options options)
    {
        // What CORAL can be trained on is no matter here: a number is predicted.
        foreach (var problem in base.ProblemsOf(options).Where(problem => problem != options.Loss?.ProblemFor(Kind))) yield return problem;
        if (options.Loss?.ProblemFor(PredictionTask.Regression) is { } unfit) yield return unfit;
    }

    public override LearningTask LearnedFrom(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, IReadOnlyList<bool> trained) =>
        new CutPointTask(TargetScale.Of([.. labels.Select(row => row[0])])) { EffectiveNumberBeta = EffectiveNumberBeta };

    protected override Tensor LossOfLogits(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss) =>
        Mean(RegressionTask.Losses(logits, labels, scale, loss).squeeze(1), labels.squeeze(1).to(ScalarType.Int64), weights);

    public override GradeCuts CutsFor(ValidationScores scores, bool hasValidation, IReadOnlyList<string> names, Action<string> warn)
    {
        if (!hasValidation) warn("No validation rows: the grades are cut halfway between their numbers, and how sure scores are follows from the training rows, which are known too well.");
        return hasValidation ? Chosen(names.Count, scores.Logits, scores.Labels, warn) : GradeCuts.HalfWay(names.Count, Deviation(scores.Logits, scores.Labels));
    }

    // What an epoch is measured by is what the fit ends with: the cut points that are best for these rows.
    protected override IGrader GraderFor(int classes, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) => new CutPointGrader(scale, Chosen(classes, logits, labels, _ => { }));

    private GradeCuts Chosen(int classes, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels, Action<string> warn)
    {
        var deviation = Deviation(logits, labels);
        if (KappaCutPoints.Find([.. logits.Select(row => scale.Restore(row[0]))], [.. labels.Select(row => (int)row[0])], classes) is { } points) return GradeCuts.At(points, deviation);
        warn("The validation rows are all of one grade, and tell of no cut points: the grades are cut halfway between their numbers.");
        return GradeCuts.HalfWay(classes, deviation);
    }

    private double Deviation(IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        Math.Sqrt(logits.Zip(labels, (row, label) => Math.Pow(scale.Restore(row[0]) - label[0], 2)).Average());
}
