using System.Text.Json;
using MlNetTL.Evaluation;

namespace MlNetTL.Tests.Evaluation;

/// <summary>Against scikit-learn's figures on seeded random rows with and without ties. Fixtures/scikit-learn.py made them.</summary>
[TestClass]
public sealed class ScikitLearnTests
{
    private static readonly JsonElement s_reference = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(Repository.Root, "tests/MlNetTL.Tests/Evaluation/Fixtures/scikit-learn.json"))).RootElement;

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void BinaryFiguresAgree(int index)
    {
        var expected = s_reference.GetProperty("binary")[index];
        var scores = Doubles(expected, "scores").Select(v => (float)v).ToArray();
        var labels = Doubles(expected, "labels").Select(v => (float)v).ToArray();
        var truths = labels.Select(label => label == 1).ToArray();

        var metrics = MultiLabelMetrics.Compute(["x"], [.. labels.Select(v => new[] { v })], [.. scores.Select(v => new[] { v })]);
        var label = metrics.Labels[0];
        Assert.AreEqual(Double(expected, "auc"), label.AreaUnderRocCurve, 1e-12);
        Assert.AreEqual(Double(expected, "auc"), metrics.MacroAreaUnderRocCurve, 1e-12);
        Assert.AreEqual(Double(expected, "averagePrecision"), label.AveragePrecision, 1e-12);
        Assert.AreEqual(Double(expected, "logLoss"), label.LogLoss, 1e-7);
        Assert.AreEqual(Double(expected, "brier"), label.BrierScore, 1e-7);
        Assert.AreEqual(Double(expected, "f1"), label.F1Score, 1e-12);
        Assert.AreEqual(Double(expected, "accuracy"), label.Accuracy, 1e-12);

        var curve = RocCurve.From(scores, truths);
        CollectionAssert.AreEqual(Doubles(expected, "falsePositiveRates"), curve.Points.Select(p => p.FalsePositiveRate).ToArray());
        CollectionAssert.AreEqual(Doubles(expected, "truePositiveRates"), curve.Points.Select(p => p.TruePositiveRate).ToArray());
    }

    [TestMethod]
    public void MulticlassFiguresAgree()
    {
        var expected = s_reference.GetProperty("multiclass");
        var labels = Doubles(expected, "labels").Select(v => (int)v).ToArray();
        var probabilities = expected.GetProperty("probabilities").EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetSingle()).ToArray()).ToArray();

        var summary = ClassificationSummary.Multiclass(["a", "b", "c"], labels, probabilities);
        for (var c = 0; c < 3; c++)
        {
            CollectionAssert.AreEqual(expected.GetProperty("confusion")[c].EnumerateArray().Select(v => v.GetInt32()).ToArray(), summary.Confusion[c]);
            Assert.AreEqual(Doubles(expected, "precision")[c], summary.Classes[c].Precision, 1e-12);
            Assert.AreEqual(Doubles(expected, "recall")[c], summary.Classes[c].Recall, 1e-12);
            Assert.AreEqual(Doubles(expected, "f1")[c], summary.Classes[c].F1Score, 1e-12);
        }
        Assert.AreEqual(Double(expected, "accuracy"), summary.Accuracy, 1e-12);
        Assert.AreEqual(Double(expected, "macroAuc"), summary.MacroAreaUnderRocCurve, 1e-12);
        Assert.AreEqual(Double(expected, "logLoss"), summary.LogLoss, 1e-6);
    }

    private static double Double(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static double[] Doubles(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
