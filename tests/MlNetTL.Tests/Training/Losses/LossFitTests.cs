using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Losses;

namespace MlNetTL.Tests.Training.Losses;

[TestClass]
public sealed class LossFitTests
{
    [TestMethod]
    public void TrainingFollowsTheLossAndValidationReportsCrossEntropy()
    {
        using var images = new StripedImages(16);
        // Steps too small to change a weight: what differs is what is measured.
        var plain = Epoch(images, new CrossEntropy(), learningRate: 1e-30);
        var focal = Epoch(images, new Focal(), learningRate: 1e-30);
        Assert.AreEqual(plain.ValidationLoss, focal.ValidationLoss);
        Assert.IsLessThan(plain.TrainLoss * 0.6, focal.TrainLoss);
        Assert.IsGreaterThan(0, focal.TrainLoss);
        Assert.AreNotEqual(Epoch(images, new CrossEntropy(), learningRate: 1e-2).ValidationLoss, Epoch(images, new Focal(), learningRate: 1e-2).ValidationLoss);
    }

    [TestMethod]
    public void ALossIsRefusedWhereItIsNotDefinedAndEachNumberOutOfRangeIsNamed()
    {
        using var images = new StripedImages(8);
        var options = StripedImages.Quick();
        options.Loss = new Asymmetric();
        var error = Assert.ThrowsExactly<ArgumentException>(() => images.ML.MulticlassClassification.Trainers.ImageTransferLearning(options));
        StringAssert.Contains(error.Message, "The asymmetric loss is defined for labels that are each yes or no");
        options.Loss = new Focal(Alpha: 0.25);
        error = Assert.ThrowsExactly<ArgumentException>(() => images.ML.MulticlassClassification.Trainers.ImageTransferLearning(options));
        StringAssert.Contains(error.Message, "Alpha of the focal loss must be null for multi-class tasks");
        _ = images.ML.BinaryClassification.Trainers.ImageTransferLearning(options);

        foreach (var (loss, sentence) in new (LossOptions, string)[]
                 {
                     (new SmoothedCrossEntropy(1), "Smoothing must be at least 0 and below 1. Received: 1."),
                     (new Focal(-1, 2), "Gamma must be at least 0 and finite. Received: -1."),
                     (new Focal(1, 2), "Alpha must be from 0 to 1, or null. Received: 2."),
                     (new Asymmetric(-1, double.NaN, 1), "PositiveGamma must be at least 0 and finite. Received: -1."),
                     (new Asymmetric(0, double.NaN, 1), "NegativeGamma must be at least 0 and finite. Received: NaN."),
                     (new Asymmetric(0, 0, 1), "Margin must be at least 0 and below 1. Received: 1."),
                     (new GeneralizedCrossEntropy(0), "Q must be above 0 and at most 1. Received: 0."),
                 })
        {
            options.Loss = loss;
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => options.Validate(task: PredictionTask.Binary)).Message, sentence);
        }
        options = StripedImages.Quick();
        options.EffectiveNumberBeta = 1;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => options.Validate()).Message, "EffectiveNumberBeta must be at least 0 and below 1. Received: 1.");
    }

    [TestMethod]
    public void WeightsByEffectiveNumberReachTheFit()
    {
        using var images = new StripedImages(16);
        foreach (var row in images.Rows.Where((_, i) => i % 4 == 2)) row.Label = false;
        double Of(double beta) => Epoch(images, new CrossEntropy(), 1e-30, options => (options.ClassWeighting, options.EffectiveNumberBeta) = (ClassWeighting.EffectiveNumber, beta)).TrainLoss;
        var unweighted = Epoch(images, new CrossEntropy(), 1e-30).TrainLoss;
        Assert.AreEqual(unweighted, Of(0), 1e-6);
        Assert.IsGreaterThan(1e-4, Math.Abs(unweighted - Of(0.999)));
    }

    private static EpochMetrics Epoch(StripedImages images, LossOptions loss, double learningRate, Action<ImageTransferLearningTrainer.Options>? change = null)
    {
        var options = StripedImages.Quick(epochs: 1, learningRate);
        options.Loss = loss;
        EpochMetrics? epoch = null;
        options.MetricsCallback = metrics => epoch = metrics;
        change?.Invoke(options);
        images.Fit(options).Dispose();
        return epoch!;
    }
}
