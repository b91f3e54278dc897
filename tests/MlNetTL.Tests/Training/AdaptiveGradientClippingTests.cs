using System.Text.Json;
using MlNetTL.Backbones;
using MlNetTL.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class AdaptiveGradientClippingTests
{
    // By NumPy from the paper's equation (Fixtures/clipping.py).
    [TestMethod]
    [DataRow("convolution")]
    [DataRow("matrix")]
    [DataRow("vector")]
    [DataRow("gain")]
    public void UnitsAreClippedByThePapersEquation(string name)
    {
        using var scope = NewDisposeScope();
        var row = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Training", "Fixtures", "clipping.json"))).RootElement.GetProperty(name);
        var shape = row.GetProperty("shape").Deserialize<long[]>()!;
        Tensor Values(string key) => tensor(row.GetProperty(key).Deserialize<double[]>()!, shape);
        var parameter = new Parameter(Values("weight"));
        (parameter * Values("gradient")).sum().backward();
        new AdaptiveGradientClipping().Clip([parameter]);
        Assert.IsTrue(parameter.grad!.allclose(Values("clipped"), rtol: 1e-10, atol: 1e-14));
        Assert.IsFalse(parameter.grad!.allclose(Values("gradient"), rtol: 1e-3));
    }

    [TestMethod]
    public void TheHeadIsLeftAloneAndSoIsWhatHasNoGradient()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(4), seed: 1);
        foreach (var parameter in network.Stages[0].Modules.SelectMany(module => module.parameters())) parameter.requires_grad = false;
        using var generator = new Generator(1, CPU);
        (network.call(randn([2, 3, 64, 64], generator: generator)).square().sum() * 1000).backward();
        var before = network.named_parameters().Where(pair => pair.parameter.requires_grad).ToDictionary(pair => pair.name, pair => pair.parameter.grad!.clone());
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var alive = Tensor.TotalCount;
        new AdaptiveGradientClipping().Clip(network);
        Assert.AreEqual(alive, Tensor.TotalCount);
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (!before.TryGetValue(name, out var gradient)) Assert.IsNull(parameter.grad, name);
            else if (name.StartsWith("fc.", StringComparison.Ordinal)) Assert.IsTrue(gradient.Equals(parameter.grad!), name);
            else Assert.IsLessThan(gradient.norm().item<float>(), parameter.grad!.norm().item<float>(), name);
        }
    }
}
