using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Training.Tasks;

namespace MlNetTL.Tests.Training.Losses;

/// <summary>How much labels count. What the loss makes of the weights is beside the formula in <see cref="LossFormulaTests"/>.</summary>
[TestClass]
public sealed class LabelWeightTests
{
    private static readonly string[] s_names = ["a", "b", "c"];

    // Positives: 4, 1, none known.
    private static readonly float[][] s_labels = [[1, 0, 0], [1, 1, float.NaN], [0.9f, 0, 0], [1, float.NaN, 0], [0, 0.4f, 0]];

    [TestMethod]
    public void BalancedIsTheInverseOfThePositives()
    {
        // 1/4 and 1 of 5/4, times two labels; positives count alike.
        CollectionAssert.AreEqual(new[] { 1, 1, 1, 0.4f, 1.6f, 0 }, Task(ClassWeighting.Balanced).Weights(s_names, s_labels, ClassWeighting.None, null));
        // Both weightings: positives by negatives / positives, a label without positives by 1.
        CollectionAssert.AreEqual(new[] { 0.25f, 3, 1, 0.4f, 1.6f, 0 }, Task(ClassWeighting.Balanced).Weights(s_names, s_labels, ClassWeighting.Balanced, null));
    }

    [TestMethod]
    public void EffectiveNumbersNearOneAreTheInverseAndZeroCountsAlike()
    {
        CollectionAssert.AreEqual(new[] { 1, 1, 1, 1, 1, 0f }, Task(ClassWeighting.EffectiveNumber, beta: 0).Weights(s_names, s_labels, ClassWeighting.None, null));
        // (1 - 0.5^4) / 0.5 = 1.875 and 1: weights 1 / 1.875 and 1, summing to 2.
        var found = Task(ClassWeighting.EffectiveNumber, beta: 0.5).Weights(s_names, s_labels, ClassWeighting.None, null)!;
        Assert.AreEqual(2 / 1.875 / (1 + 1 / 1.875), found[3], 1e-6);
        Assert.AreEqual(2 / (1 + 1 / 1.875), found[4], 1e-6);
    }

    [TestMethod]
    public void NamesGoBeforeAndUnknownOnesAreRefused()
    {
        var task = Task(ClassWeighting.Balanced);
        task.LabelWeights = new Dictionary<string, double> { ["b"] = 0.5 };
        CollectionAssert.AreEqual(new[] { 1, 1, 1, 1, 0.5f, 1 }, task.Weights(s_names, s_labels, ClassWeighting.None, null));
        task.LabelWeights = new Dictionary<string, double> { ["x"] = 1 };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => task.Weights(s_names, s_labels, ClassWeighting.None, null)).Message, "LabelWeights must name 'a', 'b', 'c'. Received: 'x'.");
    }

    // The label that counts nothing changes nothing: where it alone differs, fits are the same.
    [TestMethod]
    public void ALabelOfWeightZeroTeachesNothing()
    {
        float[] Fit(float flipped)
        {
            using var images = new StripedImages(16);
            foreach (var (i, row) in images.Rows.Index()) row.Labels[1] = i % 4 == 0 ? flipped : 1 - flipped;
            var options = StripedImages.Quick(epochs: 1);
            options.LabelWeights = new Dictionary<string, double> { ["Labels1"] = 0 };
            using var fitted = images.Fit(options, PredictionTask.MultiLabel);
            return StripedImages.Values(fitted);
        }
        CollectionAssert.AreEqual(Fit(0), Fit(1));
    }

    [TestMethod]
    public void OtherTasksAndOtherNumbersAreRefused()
    {
        using var images = new StripedImages(8);
        var options = StripedImages.Quick();
        options.LabelWeighting = ClassWeighting.Balanced;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.ML.BinaryClassification.Trainers.ImageTransferLearning(options)).Message,
            "LabelWeighting and LabelWeights are for multi-label tasks. Received: a Binary task.");
        options.LabelWeights = new Dictionary<string, double> { ["a"] = -1 };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => options.Validate(task: PredictionTask.MultiLabel)).Message, "LabelWeights must be at least 0 and finite. Received: -1 for 'a'.");
    }

    private static LearningTask Task(ClassWeighting weighting, double beta = 0.999)
    {
        var task = LearningTask.For(PredictionTask.MultiLabel);
        (task.LabelWeighting, task.EffectiveNumberBeta) = (weighting, beta);
        return task;
    }
}
