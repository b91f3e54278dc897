using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Tests.Scoring;
using MlNetTL.Tests.Transforms;
using MlNetTL.Training;
using MlNetTL.Training.Losses;

namespace MlNetTL.Tests.Training.Tasks;

/// <summary>Grades in order through Fit, Transform, Evaluate, the zip and a fit that was cut off.</summary>
[TestClass]
public sealed class GradeFitTests
{
    private static readonly string[] s_grades = ["-1", "3", "7"];

    [TestMethod]
    [DataRow(OrdinalMethod.Coral, false)]
    [DataRow(OrdinalMethod.Coral, true)]
    [DataRow(OrdinalMethod.CutPoints, false)]
    [DataRow(OrdinalMethod.CutPoints, true)]
    public void ScoresCallsAndTheZipAgree(OrdinalMethod method, bool hidden)
    {
        using var images = new StripedImages(40);
        var ml = images.ML;
        var options = Options(method);
        if (hidden) (options.HiddenLayers, options.HiddenBatchNorm) = ([6], true);
        var epochs = new List<EpochMetrics>();
        options.MetricsCallback = epochs.Add;
        var view = View(images);
        var model = Chain(images, options).Fit(view);
        using var loaded = (IDisposable)Zip.RoundTrip(model, view.Schema);
        var rows = EveryColumn.Read(((ITransformer)loaded).Transform(view));
        var scorer = model.LastTransformer;
        var description = scorer.Model.Description;
        Assert.AreEqual((PredictionTask.Ordinal, method), (description.Task, description.OrdinalMethod));
        CollectionAssert.AreEqual(s_grades, description.LabelNames.ToArray());
        foreach (var (row, expected) in rows.Zip(EveryColumn.Read(model.Transform(view))))
        {
            var (score, grade, key) = ((float[])row["Score"], (float)row["Grade"], Convert.ToInt32(row["PredictedLabel"]));
            Assert.AreEqual(1, score.Sum(), 1e-5);
            Assert.IsTrue(score.All(share => share >= 0));
            for (var k = 0; k < 3; k++) Assert.AreEqual(((float[])expected["Score"])[k], score[k], 1e-5f);
            if (method == OrdinalMethod.Coral)
            {
                Assert.AreEqual(score[1] + 2 * score[2], grade, 1e-5);
                Assert.AreEqual((1 - score[0] > 0.5 ? 1 : 0) + (score[2] > 0.5 ? 1 : 0), key - 1);
            }
            else Assert.AreEqual(description.Cuts!.Points.Count(point => grade > point), key - 1);
        }
        if (method == OrdinalMethod.Coral)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            var last = hidden ? "fc.3" : "fc";
            var state = scorer.Model.Network.state_dict();
            CollectionAssert.AreEqual(new long[] { 1, hidden ? 6 : 512 }, state[$"{last}.weight"].shape);
            CollectionAssert.AreEqual(new long[] { 2 }, state[$"{last}.bias"].shape);
        }
        // What the epochs were measured by is what the fit ends with.
        Assert.AreEqual("Quadratic kappa", epochs[0].MetricName);
        using (model as IDisposable)
        {
            var known = rows.Where(row => Convert.ToInt32(row["Label"]) > 0).ToArray();
            var metrics = ml.MulticlassClassification.Evaluate(model.Transform(view));
            Assert.AreEqual(known.Average(row => Array.IndexOf((float[])row["Score"], ((float[])row["Score"]).Max()) + 1 == Convert.ToInt32(row["Label"]) ? 1.0 : 0), metrics.MicroAccuracy, 1e-9);
            var graded = ml.MulticlassClassification.EvaluateGrades(model.Transform(view));
            Assert.AreEqual(known.Average(row => row["PredictedLabel"].Equals(row["Label"]) ? 1.0 : 0), graded.Accuracy, 1e-12);
            Assert.AreEqual(4, graded.Unknown, "Rows whose grade is not known.");
        }
    }

    [TestMethod]
    public void CoralLearnsAnOrderAndKeepsItsAnswersInOrder()
    {
        using var images = new StripedImages(48);
        var options = Options(OrdinalMethod.Coral);
        (options.Epochs, options.FreezeBackbone) = (1, false);
        var view = View(images);
        var loaded = images.Load().Fit(view).Transform(KeyMap(images).Fit(view).Transform(view));
        using var model = new ImageTransferLearningTrainer(images.ML, PredictionTask.Ordinal, options).Fit(loaded);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var bias = model.Model.Network.state_dict()["fc.bias"].data<float>().ToArray();
        CollectionAssert.AreEqual(bias.OrderDescending().ToArray(), bias);
        var rows = EveryColumn.Read(model.Transform(loaded));
        Assert.IsGreaterThan(1, rows.Select(row => (float)row["Grade"]).Distinct().Count());
    }

    [TestMethod]
    [DataRow(OrdinalMethod.Coral)]
    [DataRow(OrdinalMethod.CutPoints)]
    public void AFitThatWasCutOffEndsWithTheSameBits(OrdinalMethod method)
    {
        using var images = new StripedImages(24);
        using var whole = Fit(images, method, null, null);
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(images, method, images["checkpoint"], stopAfter: 3));
        using var resumed = Fit(images, method, images["checkpoint"], null);
        CollectionAssert.AreEqual(StripedImages.Values(whole), StripedImages.Values(resumed));
        Assert.AreEqual(whole.Model.Description.Cuts, resumed.Model.Description.Cuts);
        Assert.AreEqual(method == OrdinalMethod.CutPoints, whole.Model.Description.Cuts is not null);
        // The other method is another fit.
        var other = method == OrdinalMethod.Coral ? OrdinalMethod.CutPoints : OrdinalMethod.Coral;
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Fit(images, other, images["checkpoint"], null)).Message, "OrdinalMethod");
    }

    [TestMethod]
    public void WithoutValidationRowsGradesAreCutHalfway()
    {
        using var images = new StripedImages(16);
        var options = Options(OrdinalMethod.CutPoints);
        (options.ValidationFraction, options.Epochs) = (0, 1);
        using var model = (IDisposable)Chain(images, options).Fit(View(images));
        var description = ((TransformerChain<ImageTransferLearningTransformer>)model).LastTransformer.Model.Description;
        CollectionAssert.AreEqual(new[] { 0.5, 1.5 }, description.Cuts!.Points.ToArray());
        Assert.IsGreaterThan(0, description.Cuts.Deviation);
        Assert.ContainsSingle(warning => warning.Contains("the grades are cut halfway between their numbers"), images.Warnings);
    }

    [TestMethod]
    public void WhatDoesNotFitIsSaid()
    {
        using var images = new StripedImages(16);
        var trainers = images.ML.MulticlassClassification.Trainers;
        foreach (var (method, change, problem) in new (OrdinalMethod, Action<ImageTransferLearningTrainer.Options>, string)[]
                 {
                     (OrdinalMethod.Coral, options => options.Loss = new SquaredError(), "Loss must be one of labels or classes, such as CrossEntropy"),
                     (OrdinalMethod.CutPoints, options => options.Loss = new Focal(), "Loss must be one of numbers, SquaredError, AbsoluteError or Huber"),
                     (OrdinalMethod.CutPoints, options => options.ImportanceWeights = [1, 2], "ImportanceWeights belong to ordinal tasks by CORAL only"),
                     (OrdinalMethod.Coral, options => options.ImportanceWeights = [1, 0], "ImportanceWeights must be above 0 and finite. Received: 0."),
                     (OrdinalMethod.Coral, options => options.Metric = ValidationMetric.RSquared, "Metric must be one that a Ordinal task has."),
                     (OrdinalMethod.Coral, options => options.OrdinalMethod = (OrdinalMethod)7, "OrdinalMethod must be one of Coral, CutPoints."),
                     (OrdinalMethod.Coral, options => options.GradeColumnName = "Score", "Received: 'Score' more than once."),
                 })
        {
            var options = Options(method);
            change(options);
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => trainers.ImageOrdinalTransferLearning(options)).Message, problem);
        }
        var cuts = Options(OrdinalMethod.CutPoints);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => trainers.ImageTransferLearning(cuts)).Message, "OrdinalMethod belongs to ordinal tasks (ImageOrdinalTransferLearning) only.");
        var weights = Options(OrdinalMethod.Coral);
        weights.ImportanceWeights = [1, 2, 3];
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Chain(images, weights).Fit(View(images))).Message, "one fewer than there are grades: 2. Received: 3.");
        var text = Options(OrdinalMethod.Coral);
        text.LabelColumnName = "Kind";
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(text, PredictionTask.Ordinal)).Message, "must be a Key whose order is that of the grades. Found: String.");
    }

    [TestMethod]
    public void ClassesInOrderMayBeChosenByKappa()
    {
        using var images = new StripedImages(24);
        var options = Options(OrdinalMethod.Coral);
        (options.Metric, options.Epochs) = (ValidationMetric.QuadraticKappa, 1);
        var epochs = new List<EpochMetrics>();
        options.MetricsCallback = epochs.Add;
        var view = View(images);
        using var model = images.Fit(options, PredictionTask.Multiclass, KeyMap(images).Fit(view).Transform(view));
        Assert.AreEqual("Quadratic kappa", epochs.Single().MetricName);
    }

    [TestMethod]
    [DataRow("densenet121")]
    [DataRow("resnetv2_50x1_bit")]
    [DataRow("inception_v3")]
    public void EveryHeadCanShareItsWeight(string name)
    {
        using var network = MlNetTL.Backbones.BackboneTable.All[name].Build(1, new(3, SharedWeight: true), seed: 1);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var logits = network.Classify(TorchSharp.torch.rand(2, network.FeatureCount));
        var differences = (logits[.., 1..] - logits[.., ..2]).flatten().data<float>().ToArray();
        foreach (var difference in differences) Assert.AreEqual(-1.0 / 3, difference, 1e-6, "Biases of 1, 2/3 and 1/3 on one product.");
        Assert.IsTrue(network.state_dict().Where(entry => network.IsHead(entry.Key)).Sum(entry => entry.Value.NumberOfElements) >= network.FeatureCount + 3);
    }

    private static ImageTransferLearningTransformer Fit(StripedImages images, OrdinalMethod method, string? folder, int? stopAfter)
    {
        using var cancel = new CancellationTokenSource();
        var (options, steps) = (Options(method), 0);
        (options.CheckpointFolder, options.CancellationToken) = (folder, cancel.Token);
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training && ++steps == stopAfter) cancel.Cancel();
        };
        var view = View(images);
        return images.Fit(options, PredictionTask.Ordinal, KeyMap(images).Fit(view).Transform(view));
    }

    private static ImageTransferLearningTrainer.Options Options(OrdinalMethod method)
    {
        var options = StripedImages.Quick();
        (options.OrdinalMethod, options.ClassWeighting) = (method, ClassWeighting.Balanced);
        return options;
    }

    private static EstimatorChain<ImageTransferLearningTransformer> Chain(StripedImages images, ImageTransferLearningTrainer.Options options) =>
        KeyMap(images).Append(images.Load()).Append(images.ML.MulticlassClassification.Trainers.ImageOrdinalTransferLearning(options));

    private static ValueToKeyMappingEstimator KeyMap(StripedImages images) => images.ML.Transforms.Conversion.MapValueToKey(
        "Label", "Grade0", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue, keyData: images.ML.Data.LoadFromEnumerable(s_grades.Select(grade => new Key { Grade0 = int.Parse(grade) })));

    // Every tenth grade is not among the keys.
    private static IDataView View(StripedImages images) => images.ML.Data.LoadFromEnumerable(images.Rows.Select((row, i) => new Graded
    {
        Path = row.Path,
        Patient = row.Patient,
        Grade0 = i % 10 == 9 ? 5 : i % 4 == 0 ? 3 : row.Label ? 7 : -1,
    }));

    private sealed class Graded
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public int Grade0 { get; set; }
    }

    private sealed class Key
    {
        public int Grade0 { get; set; }
    }
}
