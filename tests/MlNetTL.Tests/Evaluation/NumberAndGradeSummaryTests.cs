using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Evaluation;
using MlNetTL.Foundation;

namespace MlNetTL.Tests.Evaluation;

[TestClass]
public sealed class NumberAndGradeSummaryTests
{
    [TestMethod]
    public void WhatIsNotKnownOrNotScoredIsCountedAndLeftOut()
    {
        var summary = RegressionSummary.Compute("age", [1, 2, float.NaN, 4], [2, 2, 5, float.NaN]);
        Assert.AreEqual((2, 1, 1), (summary.Rows, summary.Unknown, summary.Unscored));
        Assert.AreEqual(0.5, summary.MeanAbsoluteError, 1e-12);
        Assert.AreEqual(Math.Sqrt(0.5), summary.RootMeanSquaredError, 1e-12);
        Assert.AreEqual(-1, summary.RSquared, 1e-12);
        var nothing = RegressionSummary.Compute("age", [float.NaN], [1]);
        Assert.IsTrue(double.IsNaN(nothing.MeanAbsoluteError));
        Assert.IsFalse(nothing.MeanAbsoluteErrorInterval.IsKnown);
        Assert.IsFalse(RegressionSummary.Compute("age", [1], [1]).RSquaredInterval.IsKnown);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => RegressionSummary.Compute("age", [1], [])).Message, "as many labels as scores. Received: 1 and 0.");
    }

    // A mean's own theory: 1.96 standard errors to both sides.
    [TestMethod]
    public void TheIntervalOfAMeanIsThatOfItsStandardError()
    {
        var random = new RowRandom(3, "errors");
        float[] errors = [.. Enumerable.Range(0, 400).Select(_ => (float)Math.Abs(random.NextGaussian()))];
        var summary = RegressionSummary.Compute("x", new float[400], errors);
        var mean = errors.Average();
        var reach = 1.96 * Math.Sqrt(errors.Select(error => (error - mean) * (error - mean)).Sum() / 399 / 400);
        Assert.AreEqual(mean - reach, summary.MeanAbsoluteErrorInterval.Low, 0.15 * reach);
        Assert.AreEqual(mean + reach, summary.MeanAbsoluteErrorInterval.High, 0.15 * reach);
        Assert.AreEqual(summary, RegressionSummary.Compute("x", new float[400], errors), "The same rows, the same interval.");
    }

    [TestMethod]
    public void CallsNeedNotBeTheMostLikely()
    {
        var summary = ClassificationSummary.Multiclass(["0", "1", "2"], [0, 1, 2, -1], [[0.5f, 0.3f, 0.2f], [0.5f, 0.3f, 0.2f], [float.NaN, 0, 0], [1, 0, 0]], [0, 1, -1, 2]);
        Assert.AreEqual((2, 1, 1), (summary.Rows, summary.Unknown, summary.Unscored));
        Assert.AreEqual(1, summary.Accuracy);
        Assert.AreEqual(1, summary.QuadraticWeightedKappa);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => ClassificationSummary.Multiclass(["0", "1"], [0], [[1, 0]], [])).Message, "as many calls as rows of scores. Received: 0 and 1.");
    }

    [TestMethod]
    public void ColumnsThatAreNoGradesAreNamedAtOnce()
    {
        var ml = new MLContext();
        var view = ml.Data.LoadFromEnumerable(new[] { new Row { Score = [1, 0] } });
        var error = Assert.ThrowsExactly<ArgumentException>(() => ml.MulticlassClassification.EvaluateGrades(view)).Message;
        StringAssert.Contains(error, "There must be a label column 'Label'.");
        StringAssert.Contains(error, "The predicted label column 'PredictedLabel' must be a Key. Found: Single.");
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Score { get; set; } = [];

        public float PredictedLabel { get; set; }
    }
}
