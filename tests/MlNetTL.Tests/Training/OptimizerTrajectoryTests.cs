using System.Text.Json;
using MlNetTL.Training.Optimizers;
using TorchSharp;
using OptimizerHelper = TorchSharp.Modules.OptimizerHelper;
using Parameter = TorchSharp.Modules.Parameter;

namespace MlNetTL.Tests.Training;

/// <summary>Every step of every optimiser, in double precision, where its formula and PyTorch's own take it (Fixtures/optimizers.py): two groups with rates of their own,
/// multiplied by another factor in each step.</summary>
[TestClass]
public sealed class OptimizerTrajectoryTests
{
    private static readonly double[][] s_scales = [[0.5, 1, 2], [1, 3]], s_start = [[1, -2, 3], [2, -1]];

    private static readonly Dictionary<string, (OptimizerOptions Options, long TotalSteps)> s_cases = new()
    {
        ["sgd"] = (new Sgd(), 12),
        ["sgd without momentum"] = (new Sgd(Momentum: 0, WeightDecay: 0.01), 12),
        ["sgd with Nesterov"] = (new Sgd(0.8, 0.01, Nesterov: true), 12),
        ["adam"] = (new Adam(), 12),
        ["adam with decay"] = (new Adam(0.8, 0.99, 1e-6, 0.1), 12),
        ["adamW"] = (new AdamW(WeightDecay: 0.1), 12),
        ["coolMomentum"] = (new CoolMomentum(), 12),
        ["coolMomentum with decay"] = (new CoolMomentum(0.9, 0.05), 8),
    };

    public static IEnumerable<object[]> Cases => s_cases.Keys.Select(name => new object[] { name });

    private static JsonElement Fixture { get; } =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests/MlNetTL.Tests/Training/Fixtures/optimizers.json"))).RootElement;

    [TestMethod]
    public void EveryOptimizerOfTheTableAndEveryCaseOfTheFixtureIsTried()
    {
        CollectionAssert.AreEquivalent(OptimizerTable.All.Rows.Select(row => row.Defaults.GetType()).ToArray(), s_cases.Values.Select(pair => pair.Options.GetType()).Distinct().ToArray());
        CollectionAssert.AreEquivalent(Fixture.GetProperty("cases").EnumerateObject().Select(one => one.Name).ToArray(), s_cases.Keys.ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void EveryStepIsThatOfTheFormula(string name)
    {
        var (options, totalSteps) = s_cases[name];
        var expected = Fixture.GetProperty("cases").GetProperty(name);
        var found = Trajectory(options, totalSteps, Doubles(expected.GetProperty("rates")));
        Compare(expected.GetProperty("formula"), found, name);
        if (expected.TryGetProperty("pytorch", out var pytorch)) Compare(pytorch, found, $"PyTorch's {name}");
    }

    [TestMethod]
    public void TheMomentumFallsFromItsFirstValueToZeroAndStaysThere()
    {
        var settings = new CoolMomentum(0.99);
        Assert.AreEqual(0.99, settings.MomentumAt(0, 200), 1e-12);
        // 1 - 0.01 / 0.01^(1/2) = 0.9.
        Assert.AreEqual(0.9, settings.MomentumAt(100, 200), 1e-12);
        Assert.AreEqual(0, settings.MomentumAt(200, 200), 1e-12);
        Assert.AreEqual(0, settings.MomentumAt(300, 200));
        foreach (var momentum in new[] { 0, 1, double.NaN })
            Assert.AreEqual($"InitialMomentum must be above 0 and below 1. Received: {momentum}.", new CoolMomentum(momentum).Problems().Single());
    }

    // What is saved after any step and put into a new optimiser goes on to the same bits.
    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void ItsMomentsAreItsWholeState(string name)
    {
        var (options, totalSteps) = s_cases[name];
        var rates = Doubles(Fixture.GetProperty("cases").GetProperty(name).GetProperty("rates"));
        var expected = Trajectory(options, totalSteps, rates);
        foreach (var stop in new[] { 0, 1, 7 })
            foreach (var (one, other) in expected.Zip(Trajectory(options, totalSteps, rates, stop)))
                CollectionAssert.AreEqual(one, other);
    }

    private static double[][] Trajectory(OptimizerOptions options, long totalSteps, double[] rates, int? changeAfter = null)
    {
        using var scope = torch.NewDisposeScope();
        Parameter[] x = [.. s_start.Select(values => new Parameter(torch.tensor(values)))];
        var optimizer = Make();
        var trajectory = new List<double[]>();
        foreach (var factor in Doubles(Fixture.GetProperty("factors")))
        {
            if (trajectory.Count == changeAfter)
            {
                var saved = OptimizerMoments.Of(optimizer).ToDictionary(pair => pair.Name, pair => pair.Value.clone());
                optimizer.Dispose();
                optimizer = Make();
                OptimizerMoments.Restore(optimizer, (tensor, destination) =>
                {
                    if (!saved.TryGetValue(tensor, out var value)) return false;
                    using var quiet = torch.no_grad();
                    destination.copy_(value);
                    return true;
                });
            }
            foreach (var (group, rate) in optimizer.ParamGroups.Zip(rates)) group.LearningRate = rate * factor;
            optimizer.zero_grad();
            x.Zip(s_scales, (values, scales) => (torch.tensor(scales) * values * values).sum()).Aggregate((a, b) => a + b).backward();
            optimizer.step();
            trajectory.Add([.. x.SelectMany(values => values.data<double>().ToArray())]);
        }
        optimizer.Dispose();
        return [.. trajectory];

        OptimizerHelper Make() => (OptimizerHelper)options.Create(x.Zip(rates, (values, rate) => new ParameterGroup([values], rate)), totalSteps);
    }

    private static void Compare(JsonElement expected, double[][] found, string what)
    {
        var steps = expected.EnumerateArray().Select(Doubles).ToArray();
        Assert.HasCount(steps.Length, found);
        for (var step = 0; step < steps.Length; step++)
            for (var i = 0; i < steps[step].Length; i++) Assert.AreEqual(steps[step][i], found[step][i], 1e-10, $"{what}, step {step}, value {i}");
    }

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];
}
