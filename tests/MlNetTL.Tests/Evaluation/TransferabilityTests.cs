using System.Text.Json;
using MlNetTL.Evaluation;
using MlNetTL.Foundation;
using TorchSharp;

namespace MlNetTL.Tests.Evaluation;

/// <summary>LogME and the H-score against the papers' formulas, which Fixtures/transferability_reference.py computes without any decomposition and checks
/// against a second maximisation of the evidence.</summary>
[TestClass]
public sealed class TransferabilityTests
{
    private static readonly JsonElement s_reference = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(Repository.Root, "tests/MlNetTL.Tests/Evaluation/Fixtures/transferability.json"))).RootElement;

    public static IEnumerable<object[]> Cases => s_reference.GetProperty("cases").EnumerateArray().Select(row => new object[] { row.GetProperty("name").GetString()! });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void BothMeasuresAreThePapers(string name)
    {
        var expected = s_reference.GetProperty("cases").EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);
        var features = Features(expected);
        var estimate = Transferability.Estimate(features, [.. expected.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())]);
        Assert.AreEqual(expected.GetProperty("logMe").GetDouble(), estimate.LogME, 1e-6);
        Assert.AreEqual(expected.GetProperty("hScore").GetDouble(), estimate.HScore, 1e-6);
        Assert.AreEqual(expected.GetProperty("shrinkage").GetDouble(), HScore.Shrinkage(FeatureSpectrum.Of(features, centred: true)).Shrinkage, 1e-9);
        Assert.AreEqual(features.Length, estimate.Rows);
        Assert.AreEqual(features[0].Length, estimate.Features);
    }

    [TestMethod]
    public void EachLabelCountsOverTheRowsWhereItIsKnown()
    {
        var expected = s_reference.GetProperty("several");
        var labels = expected.GetProperty("labels").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? float.NaN : value.GetSingle()).Append(1).ToArray()).ToArray();
        var estimate = Transferability.Estimate(Features(expected), ["a", "b", "c", "always"], labels);
        double[] logMe = Doubles(expected, "logMe"), hScore = Doubles(expected, "hScore");
        for (var i = 0; i < 3; i++)
        {
            Assert.AreEqual(logMe[i], estimate.Labels[i].LogME, 1e-6);
            Assert.AreEqual(hScore[i], estimate.Labels[i].HScore, 1e-6);
            Assert.AreEqual(labels.Count(row => !float.IsNaN(row[i])), estimate.Labels[i].Rows);
        }
        Assert.AreEqual(logMe.Average(), estimate.LogME, 1e-6);
        Assert.AreEqual(hScore.Average(), estimate.HScore, 1e-6);
        CollectionAssert.AreEqual(new[] { "always" }, estimate.LeftOut.ToArray());
    }

    [TestMethod]
    public void UnknownRowsAndSmoothedTargetsAreLeftOut()
    {
        var (features, classes) = Random(24, 5);
        var some = Transferability.Estimate(features[..20], classes[..20]);
        var all = Transferability.Estimate(features, [.. classes[..20], -1, -1, -1, -1]);
        Assert.AreEqual(some.LogME, all.LogME, 1e-12);
        Assert.AreEqual(20, all.Rows);
        var labels = Transferability.Estimate(features, ["x"], [.. classes.Select((c, row) => new[] { row < 20 ? c : 0.7f })]);
        Assert.AreEqual(some.LogME, labels.LogME, 1e-12);
        Assert.AreEqual(some.HScore, labels.HScore, 1e-12);
    }

    [TestMethod]
    public void TheEvidenceFallsToBothSidesOfTheFixedPoint()
    {
        var (features, classes) = Random(40, 7);
        var column = classes.Select(c => (double)c).ToArray();
        var best = LogME.Of(FeatureSpectrum.Of(features, centred: false), column);
        var highest = double.NegativeInfinity;
        for (var alpha = -4.0; alpha <= 8; alpha += 0.05)
            for (var beta = -4.0; beta <= 6; beta += 0.05)
                highest = Math.Max(highest, Evidence(features, column, Math.Exp(alpha), Math.Exp(beta)) / column.Length);
        Assert.IsLessThanOrEqualTo(best + 1e-9, highest, "Nowhere on the grid may the evidence be higher.");
        Assert.AreEqual(best, highest, 1e-3, "The grid comes near it.");
    }

    [TestMethod]
    public void FeaturesThatNeverChangeSayNothing()
    {
        var estimate = Transferability.Estimate([.. Enumerable.Range(0, 6).Select(_ => new float[] { 0, 0 })], [0, 1, 0, 1, 0, 1]);
        Assert.AreEqual(-0.5 * (Math.Log(2 * Math.PI * 0.5) + 1), estimate.LogME, 1e-12);
        Assert.AreEqual(0, estimate.HScore);
    }

    [TestMethod]
    public void NoTensorIsLeftBehind()
    {
        var (features, classes) = Random(30, 40);
        Transferability.Estimate(features, classes);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        Transferability.Estimate(features, classes);
        Assert.AreEqual(before, torch.Tensor.TotalCount);
    }

    [TestMethod]
    public void WhatCannotBeScoredIsRefusedInASentence()
    {
        var (features, classes) = Random(6, 2);
        Refused("At least 2 classes must have rows. Found: 1 in 6 rows.", () => Transferability.Estimate(features, [0, 0, 0, 0, 0, 0]));
        Refused("There must be as many rows of labels as of features. Received: 5 and 6.", () => Transferability.Estimate(features, classes[..5]));
        Refused("Received: -2.", () => Transferability.Estimate(features, [0, 1, 0, 1, 0, -2]));
        Refused("Features must be finite. Received NaN in row 5.", () => Transferability.Estimate([.. features[..5], [1, float.NaN]], classes));
        Refused("Received: 3 in row 5, 2 in row 0.", () => Transferability.Estimate([.. features[..5], [1, 2, 3]], classes));
        Refused("Received none.", () => Transferability.Estimate([], []));
        Refused("Found none of x.", () => Transferability.Estimate(features, ["x"], [.. classes.Select(_ => new[] { 1f })]));
        Refused("Received: 2.", () => Transferability.Estimate(features, ["x"], [.. classes.Select(_ => new[] { 2f })]));
    }

    private static void Refused(string sentence, Action action) => StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, sentence);

    // log N(y; 0, I / β + F F' / α), as a sum over the eigenvalues of the covariance.
    private static double Evidence(float[][] features, double[] y, double alpha, double beta)
    {
        using var scope = torch.NewDisposeScope();
        var f = torch.tensor(features.SelectMany(row => row).ToArray(), [features.Length, features[0].Length]).to(torch.ScalarType.Float64);
        var covariance = torch.eye(y.Length, dtype: torch.ScalarType.Float64) / beta + f.matmul(f.t()) / alpha;
        var lower = torch.linalg.cholesky(covariance);
        var white = torch.linalg.solve(lower, torch.tensor(y).unsqueeze(1));
        return -0.5 * white.square().sum().item<double>() - lower.diagonal().log().sum().item<double>() - y.Length / 2.0 * Math.Log(2 * Math.PI);
    }

    private static (float[][] Features, int[] Classes) Random(int rows, int features)
    {
        var classes = Enumerable.Range(0, rows).Select(row => row % 2).ToArray();
        return ([.. classes.Select((c, row) =>
        {
            var random = new RowRandom(5, "transferability", row: row);
            return Enumerable.Range(0, features).Select(i => (float)(random.NextGaussian() + (i == 0 ? c : 0.2))).ToArray();
        })], classes);
    }

    private static float[][] Features(JsonElement element) =>
        [.. element.GetProperty("features").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())];

    private static double[] Doubles(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
