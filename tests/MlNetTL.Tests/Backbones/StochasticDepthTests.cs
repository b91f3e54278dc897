using System.Text.Json;
using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>Stochastic depth of every network with residual branches: its rates beside torchvision's and timm's (Fixtures/stochastic-depth.py), what it does to an image beside Huang et al. 2016.</summary>
[TestClass]
public sealed class StochasticDepthTests
{
    private static readonly JsonElement s_fixture =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Backbones", "Fixtures", "stochastic-depth.json"))).RootElement;

    // One of a few million parameters from each family, all rates of a family being made by the same lines.
    public static IEnumerable<object[]> OneOfEach => new[] { "resnet18", "nf_resnet50", "resnetv2_50x1_bit", "efficientnet_b0" }.Select(name => new object[] { name });

    public static IEnumerable<object[]> Light => Named(row => row.ParameterCount <= 60_000_000);

    public static IEnumerable<object[]> Heavy => Named(row => row.ParameterCount > 60_000_000);

    [TestMethod]
    [DynamicData(nameof(Light))]
    public void RatesOfBlocksAreThoseOfTorchvisionAndTimm(string name) => RatesAreTheirs(name);

    [TestMethod]
    [DynamicData(nameof(Heavy))]
    [TestCategory("Long")]
    public void SoAreThoseOfHeavyNetworks(string name) => RatesAreTheirs(name);

    [TestMethod]
    public void TheOthersHaveNoBranchesToLeaveOut()
    {
        foreach (var row in BackboneTable.All.Rows.Where(row => !s_fixture.GetProperty("networks").TryGetProperty(row.Name, out _))) Assert.IsNull(row.StochasticDepth, row.Name);
        CollectionAssert.AreEquivalent(
            new[] { "vgg", "densenet", "inception" },
            BackboneTable.All.Rows.Where(row => row.StochasticDepth is null).Select(row => new string([.. row.Name.TakeWhile(char.IsLetter)])).Distinct().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(OneOfEach))]
    public void AnImageWithoutABranchGoesOnByTheShortcutAloneAndTheMeanStays(string name)
    {
        const int Rows = 150;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = BackboneTable.All[name].Build(1, new Top(2), seed: 1);
        network.Depth!.Rate = 0.6;
        network.train();
        var watched = new Watched(new(3, 1, [.. Enumerable.Range(0, Rows).Select(row => (long)row)]));
        network.Run(watched, GoldenFormula.Input(Rows, 1, 32, 32));
        Assert.HasCount(RatesOf(name, "rates").Length, watched.Drops);
        foreach (var (rate, factors) in watched.Drops)
        {
            Assert.IsTrue(factors.All(factor => factor == 0 || Math.Abs(factor - 1 / (1 - rate)) < 1e-5), $"at the rate {rate}");
            // The mean factor is 1: within four and a half deviations of a binomial share, of up to 16 branches.
            Assert.AreEqual(1, factors.Average(), 4.5 * Math.Sqrt(rate / (1 - rate) / Rows), $"at the rate {rate}");
        }
        // Branches draw by themselves, or all of an image's would go at once.
        Assert.HasCount(watched.Drops.Count, watched.Drops.Select(drop => string.Join(",", drop.Factors.Select(factor => factor == 0))).Distinct().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(OneOfEach))]
    public void ScoringHasAllBranches(string name)
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].Build(1, new Top(2), seed: 1);
        network.eval();
        using var inference = inference_mode();
        var images = GoldenFormula.Input(2, 1, 64, 64);
        network.Depth!.Rate = 0;
        var all = network.call(images);
        network.Depth.Rate = 0.9;
        Assert.IsTrue(all.Equals(network.call(images)));
        var watched = new Watched(new(1, 1, [0, 1]));
        network.Run(watched, images);
        Assert.IsEmpty(watched.Drops);
    }

    [TestMethod]
    [DynamicData(nameof(OneOfEach))]
    public void WithoutARateNothingIsDrawn(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = BackboneTable.All[name].Build(1, new Top(2), seed: 1);
        network.Depth!.Rate = 0;
        network.train();
        var watched = new Watched(new(1, 1, [0, 1]));
        network.Run(watched, GoldenFormula.Input(2, 1, 64, 64));
        Assert.IsEmpty(watched.Drops);
    }

    private static void RatesAreTheirs(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = BackboneTable.All[name].BuildEmpty(1, new Top(2));
        // Rates do not hang on values, but what lies in fresh memory may not be a number.
        foreach (var value in network.state_dict().Values) value.zero_();
        network.train();
        AssertRates(RatesOf(name, "own"));
        network.Depth!.Rate = s_fixture.GetProperty("rate").GetDouble();
        AssertRates(RatesOf(name, "rates"));

        void AssertRates(double[] expected)
        {
            var watched = new Watched(new(1, 1, [0, 1]));
            network.Run(watched, GoldenFormula.Input(2, 1, 32, 32));
            var rates = watched.Drops.Select(drop => drop.Rate).ToArray();
            Assert.HasCount(expected.Length, rates);
            // timm's NF-ResNet and BiT have theirs in float32.
            for (var i = 0; i < rates.Length; i++) Assert.AreEqual(expected[i], rates[i], 1e-7, $"branch {i}");
        }
    }

    // A branch that is always there is not drawn for.
    private static double[] RatesOf(string name, string which) =>
        [.. s_fixture.GetProperty("networks").GetProperty(name).GetProperty(which).EnumerateArray().Select(rate => rate.GetDouble()).Where(rate => rate > 0)];

    private static IEnumerable<object[]> Named(Func<BackboneDefinition, bool> which) =>
        BackboneTable.All.Rows.Where(row => row.StochasticDepth is not null && which(row)).Select(row => new object[] { row.Name });

    // The rate of each branch, the factor of each image, and whether the sum after it is the shortcut alone where the factor is 0.
    private sealed class Watched(DropNoise noise) : WrappedOps(noise)
    {
        private bool _dropped;

        public List<(double Rate, float[] Factors)> Drops { get; } = [];

        public override Tensor DropPath(Tensor x, double rate)
        {
            // A branch may give 0 by itself, as those of an NF-ResNet do at first: the factors are read off ones.
            var factors = base.DropPath(ones(x.shape[0], 1, 1, 1), rate);
            Drops.Add((rate, factors.flatten().data<float>().ToArray()));
            _dropped = true;
            return x * factors + 0;
        }

        public override Tensor Add(Tensor x, Tensor y)
        {
            if (!_dropped) return base.Add(x, y);
            _dropped = false;
            var (with, shortcut) = (x.clone(), y.clone());
            var sum = base.Add(x, y);
            for (var row = 0; row < Drops[^1].Factors.Length; row++)
                if (Drops[^1].Factors[row] == 0) Assert.IsTrue(sum[row].Equals(shortcut[row]), $"image {row} at the rate {Drops[^1].Rate}");
            Assert.IsTrue(sum.allclose(with + shortcut));
            return sum;
        }
    }
}
