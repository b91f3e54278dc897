using System.Text.Json;
using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training.Losses;

/// <summary>Losses and their gradients beside the formulas of their papers in long double (Fixtures/losses.py).</summary>
[TestClass]
public sealed class LossFormulaTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private static readonly JsonElement s_fixture =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Training", "Losses", "Fixtures", "losses.json"))).RootElement;

    public static IEnumerable<object[]> Pairs => from name in LossTable.All.Names from task in Enum.GetValues<PredictionTask>() select new object[] { name, task };

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void ValueAndGradientAreThoseOfTheFormula(string name, PredictionTask task)
    {
        var cases = s_fixture.GetProperty("cases").EnumerateArray().Where(row => row.GetProperty("loss").GetString() == name && row.GetProperty("task").GetString() == $"{task}").ToList();
        Assert.AreEqual(LossTable.All[name].Defaults.ProblemFor(task) is null, cases.Count > 0, "A loss has figures for just the tasks that take it.");
        foreach (var row in cases)
        {
            using var scope = NewDisposeScope();
            var loss = (LossOptions)row.GetProperty("numbers").Deserialize(LossTable.All[name].Defaults.GetType(), s_json)!;
            using var variables = loss is AucMargin ? VariablesOf(row.GetProperty("numbers").GetProperty("variables")) : null;
            if (loss is AucMargin margin) loss = margin with { Variables = variables };
            Assert.IsNull(loss.ProblemFor(task));
            var logits = Rows(row.GetProperty("logits")).requires_grad_();
            var weights = row.GetProperty("weights") is { ValueKind: JsonValueKind.Array } given ? tensor(given.EnumerateArray().Select(weight => weight.GetSingle()).ToArray()) : null;
            var value = LearningTask.For(task).Loss(logits, Rows(row.GetProperty("labels")), weights, loss);
            value.backward();
            var expected = row.GetProperty("expected").GetDouble();
            Assert.AreEqual(expected, value.item<float>(), 2e-6 * Math.Max(1, Math.Abs(expected)), $"{loss}, {row.GetProperty("weights")}");
            var gradient = Rows(row.GetProperty("gradient"));
            Assert.IsTrue(logits.grad!.allclose(gradient, rtol: 2e-5, atol: 1e-7), $"{loss}, {row.GetProperty("weights")}: {(logits.grad - gradient).abs().max().item<float>()}");
        }
    }

    // A sigmoid in single precision is 1 from 17 on and 0 below -104.
    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void ExtremeLogitsStayFinite(string name, PredictionTask task)
    {
        if (LossTable.All[name].Defaults.ProblemFor(task) is not null) return;
        LossOptions[] others = name switch
        {
            "focal" => [new Focal(0.3), new Focal(0), new Focal(5)],
            "asymmetric" => [new Asymmetric(0.3, 0.01, 0), new Asymmetric(2, 0.01, 1e-9), new Asymmetric(0, 0, 0.5), new Asymmetric(0, 0.01, 0.05)],
            "generalizedCrossEntropy" => [new GeneralizedCrossEntropy(1e-3), new GeneralizedCrossEntropy(1)],
            _ => [],
        };
        float[] extremes = [-1e30f, -1e4f, -104, -88, -30, 30, 88, 104, 1e4f, 1e30f];
        foreach (var loss in others.Prepend(LossTable.All[name].Defaults))
            foreach (var label in new[] { 0f, 1f })
            {
                using var scope = NewDisposeScope();
                var ones = tensor(extremes, [extremes.Length, 1]);
                var logits = (task == PredictionTask.Multiclass ? cat([ones, zeros_like(ones), -ones], 1) : ones).requires_grad_();
                var value = LearningTask.For(task).Loss(logits, full([extremes.Length, 1], label), null, loss);
                value.backward();
                Assert.IsTrue(float.IsFinite(value.item<float>()), $"{loss}, label {label}: {value.item<float>()}");
                Assert.IsTrue(logits.grad!.isfinite().all().item<bool>(), $"{loss}, label {label}");
                Assert.IsGreaterThanOrEqualTo(0, value.item<float>());
            }
    }

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void AnUnknownLabelLosesNothing(string name, PredictionTask task)
    {
        if (task != PredictionTask.MultiLabel) return;
        using var scope = NewDisposeScope();
        var logits = tensor([0.5f, -1, 90, -90], [2, 2]).requires_grad_();
        var value = LearningTask.For(task).Loss(logits, full([2, 2], float.NaN), null, LossTable.All[name].Defaults);
        value.backward();
        Assert.AreEqual(0f, value.item<float>());
        Assert.AreEqual(0f, logits.grad!.abs().sum().item<float>());
    }

    [TestMethod]
    public void EffectiveNumbersAreThoseOfTheFormula()
    {
        foreach (var row in s_fixture.GetProperty("effectiveNumbers").EnumerateArray())
        {
            var beta = row.GetProperty("beta").GetDouble();
            var counts = row.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()).ToArray();
            var expected = row.GetProperty("weights").EnumerateArray().Select(weight => weight.GetSingle()).ToArray();
            var labels = counts.SelectMany((count, label) => Enumerable.Repeat(new float[] { label }, count)).ToArray();
            var found = Task(PredictionTask.Multiclass, beta).Weights([.. counts.Select((_, i) => $"{i}")], labels, ClassWeighting.EffectiveNumber, null)!;
            for (var i = 0; i < counts.Length; i++) Assert.AreEqual(expected[i], found[i], 1e-6f * Math.Max(1, expected[i]));
            // 3 yes and 40 no: the weights of the first two classes, up to their scale.
            float[][] twoClasses = [.. Enumerable.Range(0, 43).Select(i => new[] { i < 3 ? 1f : 0 })];
            var binary = Task(PredictionTask.Binary, beta).Weights(["a"], twoClasses, ClassWeighting.EffectiveNumber, null)!;
            Assert.AreEqual(2, binary.Sum(), 1e-5);
            Assert.AreEqual(expected[0] / expected[1], binary[1] / binary[0], 1e-5f * expected[0] / expected[1]);
            Assert.AreEqual(expected[0] / expected[1], Task(PredictionTask.MultiLabel, beta).Weights(["a"], twoClasses, ClassWeighting.EffectiveNumber, null)!.Single(), 1e-5f * expected[0] / expected[1]);
        }
    }

    private static AucVariables VariablesOf(JsonElement values)
    {
        float[] Of(string name) => [.. values.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];
        using var quiet = no_grad();
        var variables = new AucVariables(Of("share"), rate: 0.1, CPU);
        foreach (var (name, value) in variables.State) value.copy_(tensor(Of(name)));
        return variables;
    }

    private static LearningTask Task(PredictionTask kind, double beta)
    {
        var task = LearningTask.For(kind);
        task.EffectiveNumberBeta = beta;
        return task;
    }

    private static Tensor Rows(JsonElement rows)
    {
        var values = rows.EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? float.NaN : value.GetSingle()).ToArray()).ToArray();
        return tensor(values.SelectMany(row => row).ToArray(), [values.Length, values[0].Length]);
    }
}
