using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>One of several classes by a softmax.</summary>
internal sealed class MulticlassTask : KeyedTask
{
    public override PredictionTask Kind => PredictionTask.Multiclass;

    public override ValidationMetric DefaultMetric => ValidationMetric.Accuracy;

    protected override string Wanted => "for multi-class classification";

    protected override Tensor LossOfLogits(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss)
    {
        var classes = labels.squeeze(1).to(ScalarType.Int64);
        return Mean(loss.OfClasses(logits, classes), classes, weights);
    }

    protected override IGrader GraderFor(int classes, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) => SoftmaxGrader.Instance;
}
