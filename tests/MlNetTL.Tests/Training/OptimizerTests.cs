using MlNetTL.Training.Optimizers;
using TorchSharp;
using Parameter = TorchSharp.Modules.Parameter;

namespace MlNetTL.Tests.Training;

/// <summary>Five steps on f(x) = Σ a x², a = (0.5, 1, 2), from x = (1, -2, 3). The expected values are PyTorch 1.13.1's for the same settings.</summary>
[TestClass]
public sealed class OptimizerTests
{
    [TestMethod]
    public void SgdFollowsPyTorch() => Check(new Sgd(), 0.05, 0.417156f, 0.05832005f, -1.74126f);

    [TestMethod]
    public void SgdWithNesterovAndWeightDecayFollowsPyTorch() => Check(new Sgd(0.9, 0.01, Nesterov: true), 0.05, 0.3105557f, 0.2153915f, -1.24813f);

    [TestMethod]
    public void AdamFollowsPyTorch() => Check(new Adam(), 0.1, 0.5079637f, -1.502956f, 2.50178f);

    [TestMethod]
    public void AdamWithOtherSettingsFollowsPyTorch() => Check(new Adam(0.8, 0.99, 1e-6, 0.1), 0.1, 0.5130597f, -1.505326f, 2.503321f);

    [TestMethod]
    public void AdamWFollowsPyTorch() => Check(new AdamW(WeightDecay: 0.1), 0.1, 0.4699527f, -1.415566f, 2.365279f);

    [TestMethod]
    public void SgdFollowsPyTorchByGroups() => CheckGroups(new Sgd(), 0.417156f, 0.05832005f, -1.74126f, 1.044451f, 0.1733876f, -2.916209f, 1.174824f);

    [TestMethod]
    public void SgdWithNesterovFollowsPyTorchByGroups() =>
        CheckGroups(new Sgd(0.9, 0.01, Nesterov: true), 0.3105557f, 0.2153915f, -1.24813f, 0.8538269f, 0.2155746f, -2.877933f, 1.048735f);

    [TestMethod]
    public void AdamFollowsPyTorchByGroups() =>
        CheckGroups(new Adam(0.8, 0.99, 1e-6, 0.1), 0.7526634f, -1.751205f, 2.750777f, 1.900182f, -0.9003779f, -2.970006f, 1.470013f);

    [TestMethod]
    public void AdamWFollowsPyTorchByGroups() =>
        CheckGroups(new AdamW(WeightDecay: 0.1), 0.7293939f, -1.703762f, 2.678767f, 1.880591f, -0.8906573f, -2.961043f, 1.465542f);

    [TestMethod]
    public void EveryRowOfTheTableTakesAStepAndReportsSettingsOutOfRange()
    {
        foreach (var (name, defaults) in OptimizerTable.All.Rows)
        {
            var x = Run(defaults, 0.05, steps: 1);
            Assert.IsTrue(x[0] < 1 && x[1] > -2 && x[2] < 3, name);
            Assert.AreEqual("WeightDecay must be at least 0 and finite. Received: -1.", (defaults with { WeightDecay = -1 }).Problems().Single(), name);
        }
    }

    private static void Check(OptimizerOptions options, double learningRate, params float[] expected)
    {
        var x = Run(options, learningRate, steps: 5);
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], x[i], 1e-6f * Math.Max(1, Math.Abs(expected[i])) + 1e-6f);
    }

    // Beside x at rate 0.05: y = (2, -1) with a = (1, 3) at 0.02, and z = (-3, 1.5) with a = (0.25, 2), which is frozen for two steps and then joins at 0.01.
    private static void CheckGroups(OptimizerOptions options, params float[] expected)
    {
        using var scope = torch.NewDisposeScope();
        var (x, y, z) = (Of(1, -2, 3), Of(2, -1), Of(-3, 1.5f));
        z.requires_grad = false;
        using var optimizer = options.Create([new([x], 0.05), new([y], 0.02)], totalSteps: 5);
        for (var step = 0; step < 5; step++)
        {
            if (step == 2)
            {
                z.requires_grad = true;
                optimizer.add_param_group(options.Of(new([z], 0.01)));
            }
            optimizer.zero_grad();
            (torch.tensor(new float[] { 0.5f, 1, 2 }) * x * x).sum().add((torch.tensor(new float[] { 1, 3 }) * y * y).sum())
                .add((torch.tensor(new float[] { 0.25f, 2 }) * z * z).sum()).backward();
            optimizer.step();
        }
        float[] found = [.. x.data<float>(), .. y.data<float>(), .. z.data<float>()];
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], found[i], 1e-6f * Math.Max(1, Math.Abs(expected[i])) + 1e-6f, $"value {i}");
        static Parameter Of(params float[] values) => new(torch.tensor(values));
    }

    private static float[] Run(OptimizerOptions options, double learningRate, int steps)
    {
        using var scope = torch.NewDisposeScope();
        var x = new Parameter(torch.tensor(new float[] { 1, -2, 3 }));
        var a = torch.tensor(new float[] { 0.5f, 1, 2 });
        using var optimizer = options.Create([new([x], learningRate)], steps);
        for (var step = 0; step < steps; step++)
        {
            optimizer.zero_grad();
            (a * x * x).sum().backward();
            optimizer.step();
        }
        return x.data<float>().ToArray();
    }
}
