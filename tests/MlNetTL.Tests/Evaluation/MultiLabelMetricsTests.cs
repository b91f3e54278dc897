using MlNetTL.Evaluation;

namespace MlNetTL.Tests.Evaluation;

[TestClass]
public sealed class MultiLabelMetricsTests
{
    private const float N = float.NaN;

    [TestMethod]
    public void LeavesOutUnknownLabelsAndUnscoredRowsAndCountsBoth()
    {
        var metrics = MultiLabelMetrics.Compute(
            ["a", "b"],
            [[1, N], [0, 1], [N, 1], [0.7f, 1], [0, 1], [1, 1]],
            [[0.9f, 0.9f], [0.2f, 0.9f], [0.1f, 0.2f], [0.1f, 0.9f], [0.95f, 0.9f], [N, N]]);

        Assert.AreEqual(5, metrics.Rows);
        Assert.AreEqual(1, metrics.Unscored);
        var a = metrics.Labels[0];
        Assert.AreEqual((1, 2, 2), (a.Positives, a.Negatives, a.Unknown));
        Assert.AreEqual(0.5, a.AreaUnderRocCurve);
        Assert.AreEqual(2.0 / 3, a.Accuracy, 1e-12);

        // b has one class: its area is not defined and does not enter the mean.
        Assert.IsTrue(double.IsNaN(metrics.Labels[1].AreaUnderRocCurve));
        Assert.AreEqual(0.5, metrics.MacroAreaUnderRocCurve);
    }

    [TestMethod]
    public void UncertainValuesAreSentToTheirMapping()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => MultiLabelMetrics.Compute(["Edema"], [[-1]], [[0.5f]]));
        Assert.AreEqual("Label 'Edema' must be 0, 1 or NaN (unknown). Received: -1. Turn uncertain and blank values into these first, with MapUncertainLabels.", error.Message);
    }

    [TestMethod]
    public void NoRowsGiveNoFigures()
    {
        var metrics = MultiLabelMetrics.Compute(["a"], [], []);
        Assert.IsTrue(double.IsNaN(metrics.MacroAreaUnderRocCurve));
        Assert.IsTrue(double.IsNaN(metrics.LogLoss));
        Assert.AreEqual(0, metrics.Rows);
    }

    [TestMethod]
    public void BinarySummaryCallsAboveOneHalf()
    {
        var summary = ClassificationSummary.Binary("No", "Yes", [1, 0, 1, 0, N, 1], [0.9f, 0.5f, 0.4f, 0.6f, 0.9f, N]);
        CollectionAssert.AreEqual(new[] { 1, 1 }, summary.Confusion[0]);
        CollectionAssert.AreEqual(new[] { 1, 1 }, summary.Confusion[1]);
        Assert.AreEqual((4, 1, 1), (summary.Rows, summary.Unknown, summary.Unscored));
        Assert.AreEqual(0.5, summary.Accuracy);
        Assert.AreEqual(0.5, summary.MacroAreaUnderRocCurve);
    }
}
