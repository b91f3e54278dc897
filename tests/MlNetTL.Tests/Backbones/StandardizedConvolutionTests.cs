using System.Text.Json;
using MlNetTL.Backbones;
using MlNetTL.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>Against PyTorch's figures, forward and back (Fixtures/standardized.py).</summary>
[TestClass]
public sealed class StandardizedConvolutionTests
{
    private const double Gamma = 1.7139588594436646;

    [TestMethod]
    [DataRow("plain", ScalarType.Float64, false, 1e-9)]
    [DataRow("plain", ScalarType.Float64, true, 1e-9)]
    [DataRow("plain", ScalarType.Float32, true, 2e-5)]
    [DataRow("scaled", ScalarType.Float64, false, 1e-9)]
    [DataRow("scaled", ScalarType.Float64, true, 1e-9)]
    [DataRow("scaled", ScalarType.Float32, true, 2e-5)]
    public void OutputAndGradientsArePyTorchs(string kind, ScalarType type, bool channelsLast, double relative)
    {
        using var scope = NewDisposeScope();
        var expected = Fixture(kind, type);
        using var layer = kind == "plain"
            ? StandardizedConvolution.Plain(3, 4, kernel: 3, stride: 2, epsilon: 1e-8) : StandardizedConvolution.Scaled(3, 4, kernel: 3, stride: 2, epsilon: 1e-5, Gamma);
        layer.to(type);
        CollectionAssert.AreEqual(kind == "plain" ? new[] { "weight" } : ["weight", "bias", "gain"], layer.state_dict().Keys.ToArray());
        using (no_grad())
            foreach (var (name, parameter) in layer.named_parameters()) parameter.copy_(expected[name]);
        var x = expected["x"].clone();
        if (channelsLast)
        {
            ChannelsLast.Apply(layer);
            x = ChannelsLast.Of(x);
        }
        x.requires_grad_();
        var y = layer.call(x);
        y.pow(3).sum().backward();
        AreClose(expected["y"], y, relative, "y");
        AreClose(expected["grad x"], x.grad!, relative, "x");
        foreach (var (name, parameter) in layer.named_parameters()) AreClose(expected[$"grad {name}"], parameter.grad!, relative, name);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void KernelsHaveMeanZeroAndVarianceOneInTheWeightsOwnLayout(bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var layer = StandardizedConvolution.Plain(16, 8, kernel: 3, stride: 1, epsilon: 1e-8);
        using (no_grad())
            foreach (var parameter in layer.parameters()) parameter.copy_(GoldenFormula.Input(8, 16, 3, 3) + 0.5f);
        if (channelsLast) ChannelsLast.Apply(layer);
        var kernels = layer.Kernels();
        CollectionAssert.AreEqual(layer.parameters().Single().stride(), kernels.stride());
        var rows = kernels.flatten(1);
        Assert.IsLessThan(1e-6f, rows.mean([1]).abs().max().item<float>());
        Assert.IsLessThan(1e-5f, (rows.var(1, unbiased: false) - 1).abs().max().item<float>());
    }

    [TestMethod]
    public void ACallLeavesNothingBehind()
    {
        using var layer = StandardizedConvolution.Scaled(3, 4, kernel: 3, stride: 1, epsilon: 1e-5, Gamma);
        using var x = ones(1, 3, 8, 8);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 3; i++) layer.call(x).Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static Dictionary<string, Tensor> Fixture(string kind, ScalarType type) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Backbones", "Fixtures", "standardized.json"))).RootElement.GetProperty(kind)
            .EnumerateObject().ToDictionary(row => row.Name, row => tensor(row.Value.GetProperty("values").Deserialize<double[]>()!, row.Value.GetProperty("shape").Deserialize<long[]>()!).to(type));

    private static void AreClose(Tensor expected, Tensor actual, double relative, string name) =>
        Assert.IsLessThanOrEqualTo(relative * expected.abs().max().ToDouble(), (expected - actual).abs().max().ToDouble(), name);
}
