using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training;
using TorchSharp;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class TrainerTests
{
    [TestMethod]
    public void ABinaryChainLearnsAndMLNetJudgesIt()
    {
        using var images = new StripedImages(64);
        var ml = images.ML;
        var model = images.Load().Append(ml.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 4))).Fit(images.View);
        var metrics = ml.BinaryClassification.Evaluate(model.Transform(images.View));
        Assert.IsGreaterThan(0.95, metrics.AreaUnderRocCurve);
        Assert.IsGreaterThan(0.8, metrics.Accuracy);
        Assert.AreEqual(2, metrics.ConfusionMatrix.NumberOfClasses);
        Assert.IsTrue(double.IsFinite(metrics.LogLoss));
    }

    [TestMethod]
    public void AMulticlassChainIsCrossValidatedAndItsKeysMapBackToText()
    {
        using var images = new StripedImages(48);
        var ml = images.ML;
        var chain = ml.Transforms.Conversion.MapValueToKey("Label", "Kind").Append(images.Load())
            .Append(ml.MulticlassClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 3)))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"));
        var folds = ml.MulticlassClassification.CrossValidate(images.View, chain, numberOfFolds: 2, samplingKeyColumnName: "Patient");
        foreach (var fold in folds)
        {
            Assert.IsGreaterThan(0.7, fold.Metrics.MicroAccuracy);
            Assert.IsTrue(double.IsFinite(fold.Metrics.LogLoss));
            CollectionAssert.IsSubsetOf(fold.ScoredHoldOutSet.GetColumn<string>("Answer").Distinct().ToArray(), new[] { "upright", "lying" });
        }
    }

    [TestMethod]
    public void AMultiLabelChainMasksUnknownLabelsAndLeavesOutWhatCannotBeTrained()
    {
        using var images = new StripedImages(64);
        var ml = images.ML;
        var warnings = new List<string>();
        ml.Log += (_, e) => warnings.AddRange(e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning ? [e.Message] : []);
        var model = images.Load().Append(ml.MultiLabelClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 4))).Fit(images.View);
        var metrics = ml.MultiLabelClassification.Evaluate(model.Transform(images.View));
        Assert.IsGreaterThan(0.95, metrics.Labels[0].AreaUnderRocCurve);
        Assert.IsGreaterThan(0.95, metrics.Labels[1].AreaUnderRocCurve);
        Assert.IsTrue(double.IsNaN(metrics.Labels[2].AreaUnderRocCurve), "the third label has negatives only");
        Assert.Contains(warning => warning.Contains("Not trained") && warning.Contains("Labels2"), warnings);
        Assert.IsTrue(model.Transform(images.View).GetColumn<float[]>("Score").All(row => float.IsNaN(row[2]) && row[0] is >= 0 and <= 1));
    }

    [TestMethod]
    public void MultiLabelCrossValidationKeepsPatientsTogether()
    {
        using var images = new StripedImages(32);
        var ml = images.ML;
        var folds = ml.MultiLabelClassification.CrossValidate(images.View, images.Load().Append(ml.MultiLabelClassification.Trainers.ImageTransferLearning(StripedImages.Quick(1))),
            numberOfFolds: 2, samplingKeyColumnName: "Patient");
        var patients = folds.Select(fold => fold.ScoredHoldOutSet.GetColumn<string>("Patient").Distinct().ToHashSet()).ToArray();
        Assert.HasCount(2, patients);
        Assert.IsFalse(patients[0].Overlaps(patients[1]));
        Assert.AreEqual(8, patients.Sum(set => set.Count));
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameWeightsBitForBit()
    {
        using var images = new StripedImages(24);
        var (first, again, other) = (Weights(images, 5), Weights(images, 5), Weights(images, 6));
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);
    }

    [TestMethod]
    public void TwoFitsAtOnceDoNotDisturbEachOther()
    {
        using var images = new StripedImages(24);
        var alone = Weights(images, 5);
        var together = new[] { 5, 6, 5 }.AsParallel().AsOrdered().WithDegreeOfParallelism(3).Select(seed => Weights(images, seed)).ToArray();
        CollectionAssert.AreEqual(alone, together[0]);
        CollectionAssert.AreEqual(alone, together[2]);
    }

    [TestMethod]
    public void TheBestEpochIsRestored()
    {
        using var images = new StripedImages(48);
        var epochs = new List<EpochMetrics>();
        var options = StripedImages.Quick(epochs: 5);
        options.MetricsCallback = epochs.Add;
        options.ValidationFraction = 0;
        options.Metric = ValidationMetric.Loss;
        var ml = images.ML;
        var split = ml.Data.TrainTestSplit(images.View, 0.3, "Patient", seed: 2);
        var model = images.Load().Append(ml.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(split.TrainSet, split.TestSet);
        var best = epochs.MinBy(epoch => epoch.ValidationLoss)!;
        Assert.AreSame(best, epochs.Last(epoch => epoch.IsBest));
        // ML.NET's log-loss counts in bits.
        var loss = ml.BinaryClassification.Evaluate(model.Transform(split.TestSet)).LogLoss * Math.Log(2);
        Assert.AreEqual(best.ValidationLoss!.Value, loss, 1e-4);
    }

    [TestMethod]
    public void AFrozenBackboneKeepsItsWeightsAndItsStatistics()
    {
        using var images = new StripedImages(24);
        var options = StripedImages.Quick(epochs: 1);
        options.FreezeBackbone = true;
        using var trained = Fit(images, options);
        using var fresh = MlNetTL.Backbones.BackboneTable.All["resnet18"].Build(1, new(1), 3);
        var before = fresh.state_dict();
        foreach (var (name, tensor) in trained.Model.Network.state_dict())
            Assert.AreEqual(!name.StartsWith("fc.", StringComparison.Ordinal), tensor.equal(before[name]).all().item<bool>(), name);
    }

    [TestMethod]
    public void TrainingStopsWhenTheFigureHasNotImprovedForLong()
    {
        using var images = new StripedImages(24);
        var epochs = new List<EpochMetrics>();
        var options = StripedImages.Quick(epochs: 30, learningRate: 1e-12);
        options.Patience = 2;
        options.MinimumImprovement = 0.5;
        options.MetricsCallback = epochs.Add;
        using var _ = Fit(images, options);
        Assert.IsLessThan(6, epochs.Count);
    }

    [TestMethod]
    public void ALastBatchOfOneRowDoesNotBreakBatchNorm()
    {
        using var images = new StripedImages(17);
        var options = StripedImages.Quick(epochs: 1);
        options.ValidationFraction = 0;
        using var transformer = Fit(images, options);
        Assert.IsTrue(transformer.Transform(images.Load().Fit(images.View).Transform(images.View)).GetColumn<float>("Score").All(float.IsFinite));
    }

    [TestMethod]
    public void SixteenBitsThreeChannelsAndHiddenLayersTrainToo()
    {
        using var images = new StripedImages(32, PixelType.UInt16);
        var options = StripedImages.Quick(epochs: 3);
        options.HiddenLayers = [16];
        var model = images.Load(channels: 3, PixelType.UInt16).Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(images.View);
        Assert.IsGreaterThan(0.9, images.ML.BinaryClassification.Evaluate(model.Transform(images.View)).AreaUnderRocCurve);
    }

    [TestMethod]
    public void ProgressCountsEveryImageAndEstimatesTheTimeLeft()
    {
        using var images = new StripedImages(24);
        var steps = new List<TrainingProgress>();
        var options = StripedImages.Quick(epochs: 2);
        options.ProgressCallback = steps.Add;
        using var _ = Fit(images, options);
        Assert.AreEqual(24, steps.Last(step => step.Stage == TrainingStage.Decoding).Done);
        foreach (var stage in new[] { TrainingStage.Training, TrainingStage.Validating })
            foreach (var epoch in steps.Where(step => step.Stage == stage).GroupBy(step => step.Epoch)) Assert.AreEqual(epoch.Last().Total, epoch.Last().Done);
        Assert.AreEqual(0, steps[^1].Remaining!.Value.TotalSeconds, 0.01);
    }

    private static ImageTransferLearningTransformer Fit(StripedImages images, ImageTransferLearningTrainer.Options options) =>
        new ImageTransferLearningTrainer(images.ML, PredictionTask.Binary, options).Fit(images.Load().Fit(images.View).Transform(images.View));

    private static float[] Weights(StripedImages images, int seed)
    {
        var options = StripedImages.Quick(epochs: 1);
        options.Seed = seed;
        using var transformer = Fit(images, options);
        using var scope = torch.NewDisposeScope();
        return [.. transformer.Model.Network.state_dict().Values.SelectMany(tensor => tensor.to(torch.ScalarType.Float32).contiguous().data<float>().ToArray())];
    }
}
