using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Scoring;

namespace MlNetTL.Tests.Scoring;

/// <summary>What several views of an image come to is the mean of what each would have scored, whatever scores are made of.</summary>
[TestClass]
public sealed class ViewMeansTests
{
    private static readonly ScoreColumnNames s_names = new("Image", "Labels", "Score", "PredictedLabel", "Probability");

    private static readonly ReadOnlyMemory<float>[] s_views = [new float[] { 1.5f, -0.5f, 2 }, new float[] { -2, 3, -0.25f }];

    [TestMethod]
    public void OfATreeTheProductsAreAveraged()
    {
        var columns = new MultiLabelScoreColumns(s_names, ["a", "b", "c"], [true, true, true], new LabelPaths([-1, 0, 1]));
        var (first, second) = (Scores(columns, s_views[0]), Scores(columns, s_views[1]));
        var mean = Scores(columns, columns.MeanOf(s_views));
        for (var label = 0; label < 3; label++) Assert.AreEqual((first[label] + second[label]) / 2, mean[label], 1e-6f);
        Assert.AreEqual(1 / (1 + MathF.Exp(-1.5f)) / (1 + MathF.Exp(0.5f)), first[1], 1e-6f, "A product.");
    }

    [TestMethod]
    public void OfLabelsSideBySideTheProbabilitiesAre()
    {
        var columns = new MultiLabelScoreColumns(s_names, ["a", "b", "c"], [true, true, true]);
        var (first, second) = (Scores(columns, s_views[0]), Scores(columns, s_views[1]));
        var mean = Scores(columns, columns.MeanOf(s_views));
        for (var label = 0; label < 3; label++) Assert.AreEqual((first[label] + second[label]) / 2, mean[label], 1e-6f);
    }

    [TestMethod]
    public void OfGradesByCoralTheAnswersAreAndOfNumbersTheNumbers()
    {
        var (first, second) = (CoralGrader.Instance.ProbabilitiesOf([2f, 0.5f, -1]), CoralGrader.Instance.ProbabilitiesOf([1f, -0.5f, -3]));
        var mean = CoralGrader.Instance.ProbabilitiesOf(CoralGrader.Instance.MeanOf([new float[] { 2, 0.5f, -1 }, new float[] { 1, -0.5f, -3 }]));
        for (var grade = 0; grade < 4; grade++) Assert.AreEqual((first[grade] + second[grade]) / 2, mean[grade], 1e-6f);
        CollectionAssert.AreEqual(new[] { 3f }, ViewMeans.OfNumbers([new[] { 1f }, new[] { 5f }]));
    }

    private static float[] Scores(ScoreColumns columns, ReadOnlyMemory<float> logits)
    {
        VBuffer<float> scores = default;
        ((ValueGetter<VBuffer<float>>)columns.MakeGetter(0, () => logits))(ref scores);
        return [.. scores.DenseValues()];
    }
}
