using System.Text.Json;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

/// <summary>The average of the weights beside PyTorch's AveragedModel (Fixtures/averaging.py), and what a fit makes of it.</summary>
[TestClass]
public sealed class WeightAverageTests
{
    [TestMethod]
    [DataRow("constant", false)]
    [DataRow("warmup", true)]
    public void TheAverageIsThatOfPyTorch(string rule, bool warmsUp)
    {
        var fixture = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Training", "Fixtures", "averaging.json"))).RootElement;
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        Set(network, fixture.GetProperty("start"));
        using var average = new WeightAverage(network, fixture.GetProperty("decay").GetDouble(), warmsUp);
        var count = network.state_dict()["1.num_batches_tracked"];
        foreach (var step in fixture.GetProperty("steps").EnumerateArray())
        {
            Set(network, step.GetProperty("weights"));
            count.add_(1);
            average.Take(network);
            foreach (var expected in step.GetProperty(rule).EnumerateObject())
                foreach (var (value, found) in Values(expected.Value).Zip(average.State[expected.Name].flatten().data<float>().ToArray()))
                    Assert.AreEqual(value, found, 2e-6f, expected.Name);
            Assert.AreEqual(count.item<long>(), average.State["1.num_batches_tracked"].item<long>());
        }
    }

    [TestMethod]
    [DataRow(true, null)]
    [DataRow(false, null)]
    [DataRow(true, 1)]
    public void WhatAFitEndsWithIsTheRecurrenceOverItsWeights(bool warmsUp, int? unfreezeEvery)
    {
        using var rig = new LoopRig();
        (rig.Options.Epochs, rig.Options.AveragingDecay, rig.Options.AveragingWarmup, rig.Options.UnfreezeEvery) = (4, 0.7, warmsUp, unfreezeEvery);
        using var network = new TinyNetwork();
        var names = Names(network);
        var expected = Floats(network, names).Select(value => (double)value).ToArray();
        var steps = 0;
        rig.Stepped = () =>
        {
            if (rig.Steps[^1].Stage != TrainingStage.Training) return;
            var decay = warmsUp ? Math.Min(0.7, (1.0 + ++steps) / (10 + steps)) : 0.7;
            var weights = Floats(network, names);
            for (var i = 0; i < weights.Length; i++) expected[i] = decay * expected[i] + (1 - decay) * weights[i];
        };
        rig.Run(network);
        var found = Floats(network, names);
        for (var i = 0; i < found.Length; i++) Assert.AreEqual(expected[i], found[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])), $"value {i}");
    }

    [TestMethod]
    public void ValidationSeesTheAverageAndTrainingGoesOnWithTheWeights()
    {
        List<EpochMetrics> Run(double? decay, TinyNetwork network, LoopRig rig)
        {
            (rig.Options.Epochs, rig.Options.AveragingDecay, rig.Options.Metric) = (4, decay, ValidationMetric.Loss);
            rig.Run(network, rows: 12, validation: 8);
            return rig.Epochs;
        }
        using var plainRig = new LoopRig();
        using var plain = new TinyNetwork();
        using var rig = new LoopRig();
        using var averaged = new TinyNetwork();
        var without = Run(null, plain, plainRig);
        var with = Run(0.9, averaged, rig);
        CollectionAssert.AreEqual(without.Select(epoch => epoch.TrainLoss).ToArray(), with.Select(epoch => epoch.TrainLoss).ToArray());
        Assert.IsFalse(without.Zip(with).Any(pair => pair.First.ValidationLoss == pair.Second.ValidationLoss));
        using var scope = NewDisposeScope();
        var scores = new Validator(averaged, LearningTask.For(PredictionTask.Binary), 4).Score(rig.Source(8), null, _ => { });
        Assert.AreEqual(with.Last(epoch => epoch.IsBest).ValidationLoss!.Value, scores.Loss, 1e-6, "The model is the average of the best epoch.");
    }

    [TestMethod]
    public void WithoutAverageAndWithAStillNetworkNothingChanges()
    {
        using var scope = NewDisposeScope();
        using var network = new TinyNetwork();
        var before = LoopRig.Values(network);
        using var average = new WeightAverage(network, 0.5, warmsUp: false);
        for (var step = 0; step < 3; step++) average.Take(network);
        using (average.LendTo(network)) CollectionAssert.AreEqual(before, LoopRig.Values(network));
        using (no_grad()) network.state_dict()["fc.weight"].add_(1);
        var moved = LoopRig.Values(network);
        using (average.LendTo(network)) CollectionAssert.AreEqual(before, LoopRig.Values(network));
        CollectionAssert.AreEqual(moved, LoopRig.Values(network));
    }

    [TestMethod]
    public void ADecayOutOfRangeIsRefusedAndOneThatForgetsNothingIsTold()
    {
        foreach (var decay in new[] { 0, 1, -0.5, double.NaN })
        {
            var options = StripedImages.Quick();
            options.AveragingDecay = decay;
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => options.Validate()).Message, $"AveragingDecay must be above 0 and below 1, or null. Received: {decay}.");
        }
        foreach (var warmsUp in new[] { true, false })
        {
            using var rig = new LoopRig();
            using var network = new TinyNetwork();
            (rig.Options.AveragingDecay, rig.Options.AveragingWarmup) = (0.9, warmsUp);
            rig.Run(network);
            Assert.AreEqual(!warmsUp, rig.Notes.Any(note => note.Contains("After all 6 steps, 53") && note.Contains("of the average is still the first weights")), string.Join(' ', rig.Notes));
        }
    }

    [TestMethod]
    public void NoTensorIsLeftBehind()
    {
        static long Run(int epochs)
        {
            using var rig = new LoopRig();
            using var network = new TinyNetwork();
            (rig.Options.Epochs, rig.Options.AveragingDecay) = (epochs, 0.9);
            var before = Tensor.TotalCount;
            rig.Run(network, validation: 4);
            return Tensor.TotalCount - before;
        }
        _ = Run(1);
        Assert.AreEqual(Run(1), Run(5));
    }

    private static void Set(nn.Module network, JsonElement values)
    {
        using var quiet = no_grad();
        var state = network.state_dict();
        foreach (var value in values.EnumerateObject()) state[value.Name].copy_(tensor(Values(value.Value)).reshape(state[value.Name].shape));
    }

    private static float[] Values(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];

    private static string[] Names(nn.Module network) =>
        [.. network.state_dict().Where(entry => entry.Value.is_floating_point() && !entry.Key.StartsWith("auxiliary", StringComparison.Ordinal)).Select(entry => entry.Key)];

    private static float[] Floats(nn.Module network, string[] names)
    {
        using var scope = NewDisposeScope();
        var state = network.state_dict();
        return [.. names.SelectMany(name => state[name].detach().contiguous().data<float>().ToArray())];
    }
}
