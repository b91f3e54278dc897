using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Tests.Scoring;
using MlNetTL.Tests.Transforms;
using MlNetTL.Training;
using MlNetTL.Training.Losses;

namespace MlNetTL.Tests.Training.Tasks;

/// <summary>A number through Fit, Transform, Evaluate, the zip and a fit that was cut off.</summary>
[TestClass]
public sealed class RegressionFitTests
{
    [TestMethod]
    public void ANumberIsLearnedInItsOwnUnitAndSavedWithIt()
    {
        using var images = new StripedImages(48);
        var options = Options(epochs: 6);
        var epochs = new List<EpochMetrics>();
        options.MetricsCallback = epochs.Add;
        var view = View(images);
        var model = images.Load().Append(images.ML.Regression.Trainers.ImageTransferLearning(options)).Fit(view);
        using var disposed = (IDisposable)model;
        var metrics = images.ML.Regression.Evaluate(model.Transform(view), labelColumnName: "Age");
        Assert.IsGreaterThan(0.5, metrics.RSquared, $"Ages of 1990 and 2010: MAE {metrics.MeanAbsoluteError}");
        var loaded = Zip.RoundTrip(model, view.Schema);
        using var freed = (IDisposable)loaded;
        var (before, after) = (EveryColumn.Read(model.Transform(view)), EveryColumn.Read(loaded.Transform(view)));
        for (var i = 0; i < before.Count; i++) Assert.AreEqual((float)before[i]["Score"], (float)after[i]["Score"], 1e-3f);
        var scale = model.LastTransformer.Model.Description.Targets!;
        Assert.AreEqual(2000, scale.Mean, 5);
        Assert.AreEqual(10, scale.Deviation, 1);
        Assert.AreEqual("MAE", epochs[0].MetricName);
        Assert.AreEqual(epochs.Min(epoch => epoch.Metric), epochs.Last(epoch => epoch.IsBest).Metric, "Lower is better.");
        Assert.IsLessThan(10, epochs.Min(epoch => epoch.Metric)!.Value);
        Assert.ContainsSingle(note => note.Contains("4 training rows have no known label and are left out."), images.Notes);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("absoluteError")]
    [DataRow("huber")]
    public void AFitThatWasCutOffEndsWithTheSameBits(string loss)
    {
        using var images = new StripedImages(24);
        using var whole = Fit(images, loss, null, null);
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(images, loss, images["checkpoint"], stopAfter: 3));
        using var resumed = Fit(images, loss, images["checkpoint"], null);
        CollectionAssert.AreEqual(StripedImages.Values(whole), StripedImages.Values(resumed));
        Assert.AreEqual(whole.Model.Description.Targets, resumed.Model.Description.Targets);
    }

    [TestMethod]
    public void WhatDoesNotFitIsSaidAtOnce()
    {
        using var images = new StripedImages(16);
        var options = Options();
        (options.Loss, options.ClassWeighting, options.ClassWeights) = (new SmoothedCrossEntropy(), ClassWeighting.Balanced, new Dictionary<string, double> { ["Age"] = 2 });
        (options.Metric, options.OrdinalMethod, options.ImportanceWeights) = (ValidationMetric.Accuracy, OrdinalMethod.CutPoints, [1]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => images.ML.Regression.Trainers.ImageTransferLearning(options)).Message;
        foreach (var problem in new[]
                 {
                     "Loss must be one of numbers, SquaredError, AbsoluteError or Huber, where a number is predicted. Received: SmoothedCrossEntropy",
                     "ClassWeighting must be None where a number is predicted", "ClassWeights must be null where a number is predicted", "Metric must be one that a Regression task has. Received: Accuracy.",
                     "OrdinalMethod belongs to ordinal tasks", "ImportanceWeights belong to ordinal tasks by CORAL only",
                 })
            StringAssert.Contains(error, problem);
        var huber = Options();
        (huber.Loss, huber.Metric) = (new Huber(0), ValidationMetric.QuadraticKappa);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.ML.Regression.Trainers.ImageTransferLearning(huber)).Message, "Delta must be above 0 and finite. Received: 0.");
        var text = Options();
        text.LabelColumnName = "Path";
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(text, PredictionTask.Regression, View(images))).Message, "must be of type Single for regression. Found: String.");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(Options(), PredictionTask.Regression, View(images, (_, _) => 3))).Message, "must have at least 2 different numbers in the training rows. Found: 3 in all");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(Options(), PredictionTask.Regression, View(images, (_, i) => i == 5 ? float.PositiveInfinity : i))).Message, "in row 5.");
    }

    private static ImageTransferLearningTransformer Fit(StripedImages images, string loss, string? folder, int? stopAfter)
    {
        using var cancel = new CancellationTokenSource();
        var (options, steps) = (Options(), 0);
        options.Loss = loss.Length == 0 ? null : LossTable.All[loss].Defaults;
        (options.CheckpointFolder, options.CancellationToken) = (folder, cancel.Token);
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training && ++steps == stopAfter) cancel.Cancel();
        };
        return images.Fit(options, PredictionTask.Regression, View(images));
    }

    private static ImageTransferLearningTrainer.Options Options(int epochs = 2)
    {
        var options = StripedImages.Quick(epochs);
        options.LabelColumnName = "Age";
        return options;
    }

    private static IDataView View(StripedImages images, Func<StripedImages.Row, int, float>? number = null)
    {
        number ??= (row, i) => i % 10 == 9 ? float.NaN : row.Label ? 1990 : 2010;
        return images.ML.Data.LoadFromEnumerable(images.Rows.Select((row, i) => new Aged { Path = row.Path, Patient = row.Patient, Age = number(row, i) }));
    }

    private sealed class Aged
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public float Age { get; set; }
    }
}
