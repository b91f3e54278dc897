using MlNetTL.Evaluation;

namespace MlNetTL.Tests.Evaluation;

[TestClass]
public sealed class RankCorrelationTests
{
    // scipy.stats.spearmanr and kendalltau, SciPy 1.10.1.
    [TestMethod]
    [DataRow(new[] { -0.61, -0.52, -0.74, -0.55, -0.70, -0.70 }, new[] { 0.62, 0.71, 0.38, 0.71, 0.35, 0.41 }, 0.8823529411764706, 0.7857142857142858)]
    [DataRow(new[] { 1.0, 2, 3, 4, 5, 6, 7 }, new[] { 2.0, 1, 4, 3, 7, 6, 5 }, 0.7857142857142859, 0.5238095238095238)]
    public void BothAreSciPys(double[] first, double[] second, double spearman, double kendall)
    {
        Assert.AreEqual(spearman, RankCorrelation.Spearman(first, second), 1e-12);
        Assert.AreEqual(kendall, RankCorrelation.Kendall(first, second), 1e-12);
    }

    [TestMethod]
    public void WithoutAnOrderThereIsNoCorrelation()
    {
        Assert.IsTrue(double.IsNaN(RankCorrelation.Spearman([1, 1, 1], [1, 2, 3])));
        Assert.IsTrue(double.IsNaN(RankCorrelation.Kendall([1, 1, 1], [1, 2, 3])));
        Assert.ThrowsExactly<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1, double.NaN]));
        Assert.ThrowsExactly<ArgumentException>(() => RankCorrelation.Kendall([1, 2], [1]));
    }
}
