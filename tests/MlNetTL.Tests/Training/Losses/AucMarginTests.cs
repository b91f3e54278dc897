using System.Text.Json;
using MlNetTL.Foundation;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training.Losses;

/// <summary>The scalars of the AUC margin loss: their steps, where they come to rest, and what a fit by them learns.</summary>
[TestClass]
public sealed class AucMarginTests
{
    [TestMethod]
    public void TheScalarsMoveAsTheFormulaSays()
    {
        var fixture = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Training", "Losses", "Fixtures", "losses.json"))).RootElement.GetProperty("aucVariables");
        using var scope = NewDisposeScope();
        using var variables = new AucVariables(Values(fixture.GetProperty("share")), fixture.GetProperty("rate").GetDouble(), CPU);
        var loss = new AucMargin(fixture.GetProperty("margin").GetDouble()) { Variables = variables };
        foreach (var step in fixture.GetProperty("steps").EnumerateArray())
        {
            LearningTask.For(PredictionTask.MultiLabel).Loss(Rows(step.GetProperty("logits")), Rows(step.GetProperty("labels")), null, loss).backward();
            variables.Step();
            foreach (var (name, tensor) in variables.State)
                foreach (var (expected, found) in Values(step.GetProperty(name)).Zip(tensor.data<float>().ToArray())) Assert.AreEqual(expected, found, 1e-5f, name);
        }
        Assert.IsTrue(fixture.GetProperty("steps").EnumerateArray().Any(step => step.GetProperty("alpha")[0].GetDouble() == 0), "The cut at 0 is met.");
    }

    // The identity that the min-max form rests on: with the best scalars, p(1 - p) times the two variances and the squared hinge of the distance of means.
    [TestMethod]
    [DataRow(0.5)]
    [DataRow(0.1)]
    public void AtRestTheLossIsTheVariancesAndTheSquaredHinge(double margin)
    {
        using var scope = NewDisposeScope();
        var random = new RowRandom(2, "auc");
        float[][] labels = [.. Enumerable.Range(0, 40).Select(row => new[] { row % 4 == 0 ? 1f : 0 })];
        float[] logits = [.. labels.Select(label => (float)(random.NextGaussian() + label[0]))];
        var loss = (AucMargin)new AucMargin(margin, 0.5).Begin(labels, null, CPU);
        using var variables = loss.Variables!;
        Tensor Value() => LearningTask.For(PredictionTask.Binary).Loss(tensor(logits, [40, 1]), tensor(labels.SelectMany(label => label).ToArray(), [40, 1]), null, loss);
        for (var step = 0; step < 300; step++)
        {
            Value().backward();
            variables.Step();
        }
        var scores = logits.Select(z => 1 / (1 + Math.Exp(-z))).ToArray();
        double[] positives = [.. scores.Where((_, row) => labels[row][0] == 1)], negatives = [.. scores.Where((_, row) => labels[row][0] == 0)];
        static double Variance(double[] values) => values.Select(value => Math.Pow(value - values.Average(), 2)).Average();
        var hinge = Math.Max(0, margin - positives.Average() + negatives.Average());
        Assert.AreEqual(0.25 * 0.75 * (Variance(positives) + Variance(negatives) + hinge * hinge), Value().item<float>(), 1e-6);
        Assert.AreEqual(positives.Average(), variables.A.item<float>(), 1e-4);
        Assert.AreEqual(hinge, variables.Alpha.item<float>(), 1e-4);
    }

    [TestMethod]
    public void SharesAreThoseOfTheKnownLabelsAsTheyAreSampled()
    {
        float[][] labels = [[1, 0], [0, float.NaN], [0, 1], [0.5f, float.NaN]];
        CollectionAssert.AreEqual(new[] { 0.375f, 0.5f }, PositiveShares.Of(labels, null));
        // (3 + 2 · 0.5) of 8, and 2 of 5.
        CollectionAssert.AreEqual(new[] { 0.5f, 0.4f }, PositiveShares.Of(labels, [3, 1, 2, 2]));
        CollectionAssert.AreEqual(new[] { 0.5f }, PositiveShares.Of([[float.NaN]], null));
    }

    // From a network that knows nothing, on a task with few positives.
    [TestMethod]
    public void AFitByItLearnsToRank()
    {
        using var images = new StripedImages(48);
        var view = images.ML.Data.LoadFromEnumerable(images.Rows.Where((row, i) => !row.Label || i % 6 == 0));
        var options = StripedImages.Quick(epochs: 8);
        (options.Loss, options.ValidationFraction) = (new AucMargin(), 0);
        using var fitted = images.Fit(options, view: view);
        var scored = fitted.Transform(images.Load().Fit(view).Transform(view));
        Assert.IsGreaterThan(0.9, images.ML.BinaryClassification.Evaluate(scored).AreaUnderRocCurve);
    }

    [TestMethod]
    public void ItIsRefusedForClasses()
    {
        using var images = new StripedImages(8);
        var options = StripedImages.Quick();
        options.Loss = new AucMargin(0, 1);
        var message = Assert.ThrowsExactly<ArgumentException>(() => images.ML.MulticlassClassification.Trainers.ImageTransferLearning(options)).Message;
        StringAssert.Contains(message, "The AUC margin loss is defined for labels that are each yes or no");
        StringAssert.Contains(message, "ScoreMargin must be above 0 and at most 1. Received: 0.");
        StringAssert.Contains(message, "VariableRate must be above 0 and at most 0.5. Received: 1.");
    }

    private static float[] Values(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];

    private static Tensor Rows(JsonElement rows) => tensor(rows.EnumerateArray().SelectMany(Values).ToArray(), [rows.GetArrayLength(), rows[0].GetArrayLength()]);
}
