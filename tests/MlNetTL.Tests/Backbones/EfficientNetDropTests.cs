using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>Stochastic depth and dropout of the EfficientNets, as torchvision and the papers have them.</summary>
[TestClass]
public sealed class EfficientNetDropTests
{
    // The blocks of each of the seven stages of B0 (table 1 of the paper), and its factors of depth and shares of dropout, all from torchvision 0.14.1.
    private static readonly int[] s_blocks = [1, 2, 2, 3, 3, 4, 1];

    [TestMethod]
    [DataRow("efficientnet_b0", 1.0, 0.2)]
    [DataRow("efficientnet_b1", 1.1, 0.2)]
    [DataRow("efficientnet_b2", 1.2, 0.3)]
    [DataRow("efficientnet_b3", 1.4, 0.3)]
    [DataRow("efficientnet_b4", 1.8, 0.4)]
    [DataRow("efficientnet_b5", 2.2, 0.4)]
    [DataRow("efficientnet_b6", 2.6, 0.5)]
    [DataRow("efficientnet_b7", 3.1, 0.5)]
    public void RatesGrowWithTheBlocksNumberUpToAFifth(string name, double depth, double dropout)
    {
        // Block i of n counted from 0, over all stages, is left out at 0.2 · i / n; only blocks after the first of a stage have a residual branch to leave out.
        var counts = s_blocks.Select(blocks => (int)Math.Ceiling(blocks * depth)).ToArray();
        var expected = counts.SelectMany((count, stage) => Enumerable.Range(counts[..stage].Sum() + 1, count - 1)).Select(i => 0.2 * i / counts.Sum()).ToArray();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = BackboneTable.All[name].Build(1, new Top(2), seed: 1);
        network.train();
        var watched = new Watched(new(1, 1, [0, 1]));
        network.Run(watched, GoldenFormula.Input(2, 1, 64, 64));
        CollectionAssert.AreEqual(expected, watched.Paths.Select(path => path.Rate).ToArray(), Comparer<double>.Create((x, y) => Math.Abs(x - y) < 1e-12 ? 0 : x.CompareTo(y)));
        Assert.AreEqual(dropout, watched.Features.Single().Rate);
    }

    [TestMethod]
    public void SurvivingBranchesHaveTheirShareAndAreScaledSoThatTheMeanStays()
    {
        const int Rows = 400;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = BackboneTable.All["efficientnet_b0"].Build(1, new Top(2), seed: 1);
        network.train();
        var watched = new Watched(new(3, 1, [.. Enumerable.Range(0, Rows).Select(row => (long)row)]));
        network.Run(watched, GoldenFormula.Input(Rows, 1, 32, 32));
        Assert.HasCount(9, watched.Paths);
        foreach (var (rate, factors) in watched.Paths.Concat(watched.Features))
        {
            Assert.IsTrue(factors.All(factor => factor == 0 || Math.Abs(factor - 1 / (1 - rate)) < 1e-5), $"at the rate {rate}");
            var dropped = factors.Count(factor => factor == 0) / (double)factors.Length;
            Assert.AreEqual(rate, dropped, 4 * Math.Sqrt(rate * (1 - rate) / factors.Length), "within four deviations of a binomial share");
        }
        // Each layer has numbers of its own: equal masks would leave out the same images at every depth.
        Assert.HasCount(watched.Paths.Count, watched.Paths.Select(path => string.Join(",", path.Factors.Select(factor => factor == 0))).Distinct().ToArray());
    }

    [TestMethod]
    public void NothingIsDroppedInScoring()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["efficientnet_b0"].Build(1, new Top(2), seed: 1);
        network.eval();
        using var inference = inference_mode();
        var images = GoldenFormula.Input(2, 1, 64, 64);
        var watched = new Watched(new(1, 1, [0, 1]));
        Assert.IsTrue(network.Run(watched, images).Equals(network.call(images)));
        Assert.IsEmpty(watched.Paths);
        Assert.IsEmpty(watched.Features);
    }

    // What each drop did: its rate, and for every row (or row and feature) the factor that its values were multiplied by.
    private sealed class Watched(DropNoise noise) : WrappedOps(noise)
    {
        public List<(double Rate, float[] Factors)> Paths { get; } = [];

        public List<(double Rate, float[] Factors)> Features { get; } = [];

        public override Tensor DropPath(Tensor x, double rate)
        {
            var y = base.DropPath(x, rate);
            var (before, after) = (x.flatten(1).abs().sum(1), y.flatten(1).abs().sum(1));
            Paths.Add((rate, (after / before).data<float>().ToArray()));
            return y;
        }

        public override Tensor Dropout(Tensor x, double rate)
        {
            Features.Add((rate, base.Dropout(ones_like(x), rate).flatten().data<float>().ToArray()));
            return base.Dropout(x, rate);
        }
    }
}
