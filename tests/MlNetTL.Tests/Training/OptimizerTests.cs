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

    private static float[] Run(OptimizerOptions options, double learningRate, int steps)
    {
        using var scope = torch.NewDisposeScope();
        var x = new Parameter(torch.tensor(new float[] { 1, -2, 3 }));
        var a = torch.tensor(new float[] { 0.5f, 1, 2 });
        using var optimizer = options.Create([x], learningRate);
        for (var step = 0; step < steps; step++)
        {
            optimizer.zero_grad();
            (a * x * x).sum().backward();
            optimizer.step();
        }
        return x.data<float>().ToArray();
    }
}
