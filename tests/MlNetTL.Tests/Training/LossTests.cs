using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Training.Tasks;
using TorchSharp;

namespace MlNetTL.Tests.Training;

/// <summary>Losses of fixed logits and labels. The expected values are PyTorch 1.13.1's.</summary>
[TestClass]
public sealed class LossTests
{
    private static readonly float[][] s_binaryLogits = [[0.5f], [-1.2f], [2], [-0.3f]], s_binaryLabels = [[1], [0], [0.7f], [1]];
    private static readonly float[][] s_logits = [[0.5f, -1, 2], [0.1f, 0.2f, 0.3f], [-2, 0, 1]];

    [TestMethod]
    public void BinaryLossIsCrossEntropyWithLogits() => Check(0.57966071f, PredictionTask.Binary, s_binaryLogits, s_binaryLabels, null);

    [TestMethod]
    public void BinaryClassWeightsGiveTheWeightedMean() => Check(0.64714677f, PredictionTask.Binary, s_binaryLogits, s_binaryLabels, [0.5f, 2]);

    [TestMethod]
    public void MulticlassLossIsCrossEntropy() => Check(0.93075556f, PredictionTask.Multiclass, s_logits, [[2], [0], [1]], null);

    [TestMethod]
    public void MulticlassClassWeightsGiveTheWeightedMean() => Check(1.14874947f, PredictionTask.Multiclass, s_logits, [[2], [0], [1]], [1, 2, 0.5f]);

    private static readonly float[][] s_masked = [[1, float.NaN, 1], [0, 1, float.NaN], [float.NaN, 1, 0]];

    [TestMethod]
    public void UnknownLabelsDoNotCount() => Check(0.6583249f, PredictionTask.MultiLabel, s_logits, s_masked, null);

    [TestMethod]
    public void PositivesOfALabelCountByItsWeight() => Check(1.07817626f, PredictionTask.MultiLabel, s_logits, s_masked, [1, 3, 0.5f]);

    [TestMethod]
    public void ABatchWithoutAnyKnownLabelHasNoLossAndNoGradient()
    {
        using var scope = torch.NewDisposeScope();
        var logits = torch.zeros(2, 3, requires_grad: true);
        var loss = LearningTask.For(PredictionTask.MultiLabel).Loss(logits, torch.full([2, 3], float.NaN), null);
        loss.backward();
        Assert.AreEqual(0f, loss.item<float>());
        Assert.AreEqual(0f, logits.grad!.abs().sum().item<float>());
    }

    [TestMethod]
    public void ABatchOfClassesThatWeighNothingHasNoLoss()
    {
        Check(0, PredictionTask.Binary, [[0.5f], [-1]], [[0], [0]], [0, 1]);
        Check(0, PredictionTask.Multiclass, [[0.5f, -1, 2], [1, 2, 3]], [[1], [1]], [1, 0, 1]);
    }

    [TestMethod]
    public void BalancedWeightsAreThoseOfScikitLearn()
    {
        // compute_class_weight('balanced', y=[0, 0, 0, 1]) is [2/3, 2].
        float[][] labels = [[0], [0], [0], [1]];
        var binary = LearningTask.For(PredictionTask.Binary).Weights(["Label"], labels, ClassWeighting.Balanced, null)!;
        Assert.AreEqual(2 / 3f, binary[0], 1e-6f);
        Assert.AreEqual(2f, binary[1], 1e-6f);
        var classes = LearningTask.For(PredictionTask.Multiclass).Weights(["a", "b"], labels, ClassWeighting.Balanced, null)!;
        CollectionAssert.AreEqual(binary, classes);
    }

    [TestMethod]
    public void AClassWeightForAnUnknownClassIsRefused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => LearningTask.For(PredictionTask.Multiclass)
            .Weights(["normal", "virus"], [[0], [1]], ClassWeighting.None, new Dictionary<string, double> { ["virsu"] = 2 }));
        Assert.AreEqual("ClassWeights must name 'normal', 'virus'. Received: 'virsu'.", error.Message);
    }


    private static void Check(float expected, PredictionTask task, float[][] logits, float[][] labels, float[]? weights)
    {
        using var scope = torch.NewDisposeScope();
        var loss = LearningTask.For(task).Loss(Tensor(logits), Tensor(labels), weights is null ? null : torch.tensor(weights));
        Assert.AreEqual(expected, loss.item<float>(), 1e-6f);
    }

    private static torch.Tensor Tensor(float[][] rows) => torch.tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
}
