using System.Text.Json;
using MlNetTL.Training;
using MlNetTL.Training.Schedules;

namespace MlNetTL.Tests.Training.Schedules;

/// <summary>Each schedule's rate in each step is that of PyTorch's scheduler (Fixtures/schedules.py).</summary>
[TestClass]
public sealed class ScheduleTests
{
    private static readonly JsonElement s_fixture =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests/MlNetTL.Tests/Training/Fixtures/schedules.json"))).RootElement;

    private static readonly int s_stepsPerEpoch = s_fixture.GetProperty("stepsPerEpoch").GetInt32(), s_epochs = s_fixture.GetProperty("epochs").GetInt32();
    private static readonly ScheduleSpan s_span = new(s_stepsPerEpoch * s_epochs, s_stepsPerEpoch);

    [TestMethod]
    public void CosineFallsAsCosineAnnealingLr()
    {
        Compare("cosine", new CosineSchedule());
        Compare("cosine to 0.05", new CosineSchedule(0.05));
        Compare("cosine warmed", new CosineSchedule(0, WarmupSteps: 10, WarmupStartFactor: 0.25));
    }

    [TestMethod]
    public void ExponentialFallsAsExponentialLr()
    {
        Compare("exponential", new ExponentialSchedule(0.8));
        Compare("exponential warmed", new ExponentialSchedule(0.8, WarmupSteps: 5, WarmupStartFactor: 0.1));
        var byEpoch = Doubles(s_fixture.GetProperty("exponential by epoch"));
        for (var epoch = 0; epoch < s_epochs; epoch++)
            Assert.AreEqual(byEpoch[epoch * s_stepsPerEpoch], new ExponentialSchedule(0.8).FactorAt(epoch * s_stepsPerEpoch, s_span), 1e-12);
    }

    [TestMethod]
    public void StepsFallAsStepLrAndMultiStepLr()
    {
        Compare("every 2 epochs", new StepSchedule(0.5, Every: 2));
        Compare("milestones", new StepSchedule(0.1, Milestones: [1, 4]));
        Compare("milestones warmed", new StepSchedule(0.1, Milestones: [1, 4], WarmupSteps: 12, WarmupStartFactor: 0.5));
    }

    [TestMethod]
    public void AWarmUpRisesAsLinearLr() => Compare("flat warmed", new FlatSchedule(9, 0.3));

    // Steps of an epoch do not count here: of each epoch the first is taken.
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void PlateausFallAsReduceLrOnPlateau(int index)
    {
        var given = s_fixture.GetProperty("plateaus")[index];
        var rates = new ScheduledRates(
            new PlateauSchedule(given.GetProperty("factor").GetDouble(), given.GetProperty("patience").GetInt32(), given.GetProperty("threshold").GetDouble(), given.GetProperty("cooldown").GetInt32(), given.GetProperty("minimum").GetDouble()),
            new(700, 7));
        var (figures, expected) = (Doubles(given.GetProperty("figures")), Doubles(given.GetProperty("rates")));
        Assert.IsGreaterThan(2, expected.Distinct().Count(), "The fixture must fall twice.");
        for (var epoch = 1; epoch <= figures.Length; epoch++)
        {
            Assert.AreEqual(expected[epoch - 1], rates.FactorOf(epoch, 0), 1e-12, $"epoch {epoch}");
            rates.Take(figures[epoch - 1]);
        }
        Assert.AreEqual(expected[^1], rates.FactorOf(figures.Length + 1, 0), 1e-12);
    }

    [TestMethod]
    public void AMilestoneWithinAnEpochFallsAtTheNearestStep()
    {
        var schedule = new StepSchedule(0.1, Milestones: [0.5]);
        // 0.5 epochs of 10 steps.
        Assert.AreEqual(1, schedule.FactorAt(4, new(20, 10)));
        Assert.AreEqual(0.1, schedule.FactorAt(5, new(20, 10)), 1e-12);
    }

    [TestMethod]
    public void AWarmUpBeginsAtZeroUnlessSaidOtherwise()
    {
        foreach (var (name, defaults) in ScheduleTable.All.Rows)
        {
            Assert.AreEqual(1, defaults.FactorAt(0, s_span), name);
            Assert.AreEqual(0, (defaults with { WarmupSteps = 4 }).FactorAt(0, s_span), name);
            Assert.AreEqual(0.5 * defaults.FactorAt(name is "cosine" or "exponential" ? 0 : 2, s_span), (defaults with { WarmupSteps = 4 }).FactorAt(2, s_span), 1e-12, name);
        }
    }

    [TestMethod]
    public void SamplesAreTheRatesOfEvenlySpacedSteps()
    {
        var schedule = new CosineSchedule();
        CollectionAssert.AreEqual(Enumerable.Range(7, 7).Select(step => schedule.FactorAt(step, s_span)).ToArray(), new ScheduledRates(schedule, s_span).SamplesOf(2).ToArray());
        var many = new ScheduleSpan(90, 45);
        CollectionAssert.AreEqual(Enumerable.Range(0, 20).Select(i => schedule.FactorAt(45 + i * 45 / 20, many)).ToArray(), new ScheduledRates(schedule, many).SamplesOf(2).ToArray());
        Assert.AreEqual(schedule.FactorAt(89, many), new ScheduledRates(schedule, many).LastOf(2));
    }

    [TestMethod]
    public void BatchesAreCountedAsTheyAreDrawn()
    {
        foreach (var rows in Enumerable.Range(1, 40))
            foreach (var batchSize in new[] { 2, 3, 8, 39, 50 })
                foreach (var dropLast in new[] { false, true })
                    Assert.AreEqual(BatchOrder.Shuffled(rows, batchSize, 1, 1, dropLast).Count(), BatchOrder.CountOf(rows, batchSize, dropLast), $"{rows} by {batchSize}, {dropLast}");
    }

    [TestMethod]
    public void SettingsOutOfRangeAreTold()
    {
        foreach (var (name, defaults) in ScheduleTable.All.Rows)
        {
            Assert.IsEmpty(defaults.Problems(), name);
            CollectionAssert.AreEqual(new[] { "WarmupSteps must be at least 0. Received: -1.", "WarmupStartFactor must be at least 0 and at most 1. Received: 2." },
                (defaults with { WarmupSteps = -1, WarmupStartFactor = 2 }).Problems().ToArray(), name);
        }
        Assert.AreEqual("FinalFactor must be at least 0 and below 1. Received: 1.", new CosineSchedule(1).Problems().Single());
        Assert.AreEqual("Factor must be above 0 and below 1. Received: 0.", new ExponentialSchedule(0).Problems().Single());
        CollectionAssert.AreEqual(new[] { "Every must be at least 1. Received: 0.", "Milestones must be above 0 and finite, each above the one before. Received: 3, 3." },
            new StepSchedule(Every: 0, Milestones: [3, 3]).Problems().ToArray());
        Assert.HasCount(5, new PlateauSchedule(1, 0, -1, -1, 1).Problems());
    }

    [TestMethod]
    public void MilestonesTellOneScheduleFromAnother()
    {
        Assert.AreEqual(new StepSchedule(Milestones: [1, 2]), new StepSchedule(Milestones: [1, 2]));
        Assert.AreNotEqual(new StepSchedule(Milestones: [1, 2]), new StepSchedule(Milestones: [1, 3]));
        Assert.AreNotEqual(new StepSchedule(Milestones: [1, 2]).ToString(), new StepSchedule(Milestones: [1, 3]).ToString());
    }

    private static void Compare(string name, ScheduleOptions schedule)
    {
        var expected = Doubles(s_fixture.GetProperty(name));
        var rates = new ScheduledRates(schedule, s_span);
        for (var step = 0; step < expected.Length; step++)
            Assert.AreEqual(expected[step], rates.FactorOf(step / s_stepsPerEpoch + 1, step % s_stepsPerEpoch), 1e-9, $"{name}, step {step}");
    }

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];
}
