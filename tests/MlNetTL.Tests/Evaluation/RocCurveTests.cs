using MlNetTL.Evaluation;
using MlNetTL.Foundation;

namespace MlNetTL.Tests.Evaluation;

[TestClass]
public sealed class RocCurveTests
{
    [TestMethod]
    public void CountsTiesAsOneHalf()
    {
        // Pairs (positive, negative): 0.8>0.5, 0.8>0.2, 0.5=0.5, 0.5>0.2 → 3.5 of 4.
        var curve = RocCurve.From([0.8f, 0.5f, 0.5f, 0.2f], [true, true, false, false]);
        Assert.AreEqual(3.5 / 4, curve.AreaUnderCurve, 1e-15);
        Assert.HasCount(4, curve.Points);
    }

    [TestMethod]
    public void AreaUnderTheDrawnCurveIsTheArea()
    {
        var (scores, labels) = Rows(200, distinct: 12);
        var curve = RocCurve.From(scores, labels);
        var trapezia = curve.Points.Zip(curve.Points.Skip(1), (a, b) =>
            (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum();
        Assert.AreEqual(trapezia, curve.AreaUnderCurve, 1e-12);
    }

    [TestMethod]
    [DataRow(new[] { true, true })]
    [DataRow(new[] { false, false })]
    public void OneClassHasNoArea(bool[] labels)
    {
        var curve = RocCurve.From([0.1f, 0.9f], labels);
        Assert.IsTrue(double.IsNaN(curve.AreaUnderCurve));
        Assert.IsFalse(curve.Interval.IsKnown);
        Assert.IsEmpty(curve.Points);
    }

    [TestMethod]
    public void OnePositiveHasAnAreaButNoInterval()
    {
        var curve = RocCurve.From([0.1f, 0.9f, 0.3f], [false, true, false]);
        Assert.AreEqual(1, curve.AreaUnderCurve);
        Assert.IsFalse(curve.Interval.IsKnown);
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(1000)]
    public void IntervalIsDeLongsByItsDefinition(int distinct)
    {
        var (scores, labels) = Rows(80, distinct);
        var positives = scores.Where((_, i) => labels[i]).ToArray();
        var negatives = scores.Where((_, i) => !labels[i]).ToArray();

        // The definition of 1988, pair by pair: psi = 1, 1/2 or 0.
        static double Psi(float x, float y) => x > y ? 1 : x == y ? 0.5 : 0;
        var v10 = positives.Select(x => negatives.Average(y => Psi(x, y))).ToArray();
        var v01 = negatives.Select(y => positives.Average(x => Psi(x, y))).ToArray();
        var area = v10.Average();
        static double SampleVariance(double[] v) => v.Sum(x => (x - v.Average()) * (x - v.Average())) / (v.Length - 1);
        var half = 1.959963984540054 * Math.Sqrt(SampleVariance(v10) / v10.Length + SampleVariance(v01) / v01.Length);

        var curve = RocCurve.From(scores, labels);
        Assert.AreEqual(area, curve.AreaUnderCurve, 1e-12);
        Assert.AreEqual(area - half, curve.Interval.Low, 1e-12);
        Assert.AreEqual(Math.Min(1, area + half), curve.Interval.High, 1e-12);
    }

    [TestMethod]
    public void RefusesNaNAndOddLengths()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => RocCurve.From([float.NaN], [true])).Message, "NaN");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => RocCurve.From([1f], [true, false])).Message, "1 scores and 2 labels");
    }

    private static (float[] Scores, bool[] Labels) Rows(int count, int distinct)
    {
        var random = new RowRandom(3, "roc test");
        var labels = new bool[count];
        var scores = new float[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.NextDouble() < 0.4;
            scores[i] = (float)Math.Round((random.NextGaussian() + (labels[i] ? 1 : 0)) * distinct / 6);
        }
        return (scores, labels);
    }
}
