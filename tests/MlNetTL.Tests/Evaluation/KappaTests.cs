using MlNetTL.Evaluation;

namespace MlNetTL.Tests.Evaluation;

/// <summary>Figures of scikit-learn 1.2.1's cohen_kappa_score, with and without weights='quadratic'.</summary>
[TestClass]
public sealed class KappaTests
{
    [TestMethod]
    [DataRow(new[] { 0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 4, 0, 1, 2, 3, 4, 0 }, new[] { 0, 0, 1, 1, 0, 2, 2, 4, 3, 2, 4, 4, 3, 0, 0, 2, 2, 3, 4, 1 }, 0.49526813880126186, 0.7045454545454546)]
    [DataRow(new[] { 0, 1, 2, 1 }, new[] { 2, 1, 0, 0 }, -0.09090909090909083, -0.8)]
    public void EqualScikitLearns(int[] truths, int[] calls, double plain, double quadratic)
    {
        var grades = truths.Max() + 1;
        var summary = Summary([.. Enumerable.Range(0, grades).Select(grade => $"{grade}")], truths, calls);
        Assert.AreEqual(plain, summary.CohenKappa, 1e-12);
        Assert.AreEqual(quadratic, summary.QuadraticWeightedKappa, 1e-12);
        Assert.IsTrue(summary.HasGrades);
    }

    [TestMethod]
    public void OneClassHasNoKappaAndNamesAreNoGrades()
    {
        Assert.IsTrue(double.IsNaN(Summary(["0", "1", "2"], [1, 1], [1, 1]).CohenKappa));
        Assert.IsFalse(Summary(["red", "white", "platelet"], [0, 1], [0, 1]).HasGrades);
        Assert.IsFalse(Summary(["2", "1", "0"], [0, 1], [0, 1]).HasGrades, "Not in order.");
    }

    private static ClassificationSummary Summary(string[] names, int[] truths, int[] calls) =>
        ClassificationSummary.Multiclass(names, truths, [.. calls.Select(call => Enumerable.Range(0, names.Length).Select(c => c == call ? 0.8f : 0.2f / (names.Length - 1)).ToArray())]);
}
