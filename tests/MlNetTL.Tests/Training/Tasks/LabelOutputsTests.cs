using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Foundation;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training.Tasks;

/// <summary>Labels with an uncertain class and labels of a tree beside PyTorch and NumPy (Fixtures/label_outputs.py), and by hand.</summary>
[TestClass]
public sealed class LabelOutputsTests
{
    private static readonly JsonElement s_fixture =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Training", "Tasks", "Fixtures", "label_outputs.json"))).RootElement;

    private static readonly LearningTask s_uncertain = Task(PredictionTask.MultiLabel, new() { UncertainIsClass = true });

    [TestMethod]
    public void AnUncertainClassHasTheLossOfThreeClassesAndTheProbabilityOfTwo()
    {
        using var scope = NewDisposeScope();
        var (outputs, labels) = (Table("outputs"), Table("labels"));
        var weights = tensor(Numbers("positiveWeights"));
        AssertNear("loss", s_uncertain.Loss(outputs, labels, null, new CrossEntropy()));
        AssertNear("weightedLoss", s_uncertain.Loss(outputs, labels, weights, new CrossEntropy()));
        AssertNear("focalLoss", s_uncertain.Loss(outputs, labels, null, new Focal(Gamma: 2)));
        AssertNear("probabilities", s_uncertain.LogitsOf(outputs).sigmoid());
        Assert.AreEqual(12, s_uncertain.OutputsOf(4));
    }

    [TestMethod]
    public void SoItIsForOneLabel()
    {
        using var scope = NewDisposeScope();
        var task = Task(PredictionTask.Binary, new() { UncertainIsClass = true });
        var (outputs, labels) = (Table("outputs").narrow(1, 0, 3), tensor(Numbers("oneLabel")).unsqueeze(1));
        AssertNear("oneLoss", task.Loss(outputs, labels, null, new CrossEntropy()));
        AssertNear("oneWeightedLoss", task.Loss(outputs, labels, tensor([0.5f, 2]), new CrossEntropy()));
    }

    // As validation has it: the uncertain are no truth to hold a probability against.
    [TestMethod]
    public void TheReportedLossLeavesUncertainLabelsOut()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0.5f, -1.2f, 2, -0.3f }).unsqueeze(1);
        var (labels, known) = (tensor(new[] { 1f, -1, 0.7f, 1 }).unsqueeze(1), tensor(new[] { 1f, 0.7f, 1 }).unsqueeze(1));
        var without = logits.index_select(0, tensor(new long[] { 0, 2, 3 }));
        foreach (var kind in new[] { PredictionTask.Binary, PredictionTask.MultiLabel })
            Assert.AreEqual(Task(kind, new()).Loss(without, known, null).item<float>(), Task(kind, new() { UncertainIsClass = true }).Loss(logits, labels, null).item<float>(), 1e-6f);
    }

    [TestMethod]
    public void UncertainRowsAreNoNegatives()
    {
        float[][] labels = [[1, 1], [-1, -1], [0, 1]];
        List<string> warnings = [];
        CollectionAssert.AreEqual(new[] { true, false }, s_uncertain.Trainable(["a", "b"], labels, warnings.Add).ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 0 }, s_uncertain.Weights(["a", "b"], labels, ClassWeighting.Balanced, null)!);
        var task = Task(PredictionTask.Binary, new() { UncertainIsClass = true });
        CollectionAssert.AreEqual(new[] { 1f, 1 }, task.Weights(["a"], labels, ClassWeighting.Balanced, null)!);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => task.Trainable(["a"], [[1], [-1]], warnings.Add)).Message, "Found: 1 positive and 0 negative.");
    }

    [TestMethod]
    public void ALabelOfATreeHasTheProductDownItsPath()
    {
        using var scope = NewDisposeScope();
        var task = Tree(["a", "b", "c", "d"], ("b", "a"), ("c", "b"));
        CollectionAssert.AreEqual(s_fixture.GetProperty("parents").EnumerateArray().Select(value => value.GetInt32()).ToArray(), task.Parents!.ToArray());
        var logits = task.LogitsOf(Table("logits"));
        AssertNear("products", logits.sigmoid());
        AssertNear("productLoss", task.Loss(logits, Table("labels"), null));
    }

    // Rows: all there; the parent absent; unknown; drawn for an uncertain one that counts as present, and as absent.
    [TestMethod]
    public void ChildrenAreTrainedWhereTheirParentIsPresentInTheFirstStageOnly()
    {
        using var scope = NewDisposeScope();
        const float N = float.NaN;
        var task = Tree(["c", "a", "d", "b"], ("b", "a"), ("c", "b"));
        float[][] labels = [[0, 1, 0, 1], [1, 0, 1, 1], [1, N, 1, 0], [0.7f, 0.6f, N, 0], [1, 0.2f, 0, 0.8f]];
        float[][] expected = [[0, 1, 0, 1], [1, 0, 1, N], [N, N, 1, N], [N, 0.6f, N, 0], [1, 0.2f, 0, N]];
        var given = tensor(labels.SelectMany(row => row).ToArray(), [5, 4]);
        CollectionAssert.AreEqual(expected.SelectMany(row => row).ToArray(), task.TargetsIn(2, given).data<float>().ToArray());
        CollectionAssert.AreEqual(labels.SelectMany(row => row).ToArray(), task.TargetsIn(3, given).data<float>().ToArray());
    }

    [TestMethod]
    public void WhatIsNotTrainedOrNotThereIsPassedOverOnTheWayUp()
    {
        var tree = new LabelTree([("b", "a"), ("c", "b"), ("d", "x"), ("x", "c")]);
        CollectionAssert.AreEqual(new[] { -1, -1, 0, 2 }, LabelPaths.Of(["a", "b", "c", "d"], [true, false, true, true], tree)!.Parents.ToArray());
        Assert.IsNull(LabelPaths.Of(["a", "e"], [true, true], tree));
    }

    [TestMethod]
    public void NoChildIsAboveItsParentWhateverComesOut()
    {
        int[] parents = [3, 0, -1, -1, 1, 3];
        var paths = new LabelPaths(parents);
        var description = new ModelDescription(PredictionTask.MultiLabel, "resnet18", [], [.. "abcdef".Select(name => $"{name}")], [true, true, true, true, true, true],
            new(1, 1, 1), MlNetTL.Backbones.Preprocessing.ImageNet, null, null, 0, "", "", "")
        { Parents = parents };
        var columns = ScoreColumns.For(description, null, new("Image", "Labels", "Score", "PredictedLabel", "Probability"));
        var random = new RowRandom(3, "outputs");
        var row = new float[6];
        var getter = (ValueGetter<VBuffer<float>>)columns.MakeGetter(0, () => row);
        VBuffer<float> buffer = default;
        for (var i = 0; i < 5000; i++)
        {
            for (var label = 0; label < 6; label++) row[label] = (float)(random.NextGaussian() * Math.Pow(10, random.NextInt(4) - 1));
            getter(ref buffer);
            var scores = buffer.DenseValues().ToArray();
            for (var label = 0; label < 6; label++) Assert.IsTrue(scores[label] is >= 0 and <= 1 && (parents[label] < 0 || scores[label] <= scores[parents[label]]), string.Join(' ', row));
            Assert.AreEqual(scores[3] * (1 / (1 + Math.Exp(-row[0]))), scores[0], 1e-6);
        }
    }

    [TestMethod]
    public void LabelsThatContradictTheTreeAreTold()
    {
        List<string> warnings = [];
        Tree(["a", "b"], ("b", "a")).Trainable(["a", "b"], [[0, 1], [1, 1], [1, 0], [float.NaN, 1]], warnings.Add);
        Assert.ContainsSingle(warning => warning.Contains("'b' is present in 2 rows where 'a', above it in the tree, is not"), warnings);
        warnings.Clear();
        Tree(["a", "b"], ("c", "d")).Trainable(["a", "b"], [[0, 1], [1, 0]], warnings.Add);
        Assert.ContainsSingle(warning => warning.Contains("No label that is trained is under another"), warnings);
    }

    [TestMethod]
    public void WhatDoesNotGoTogetherIsRefusedAtOnce()
    {
        var options = new ImageTransferLearningTrainer.Options { Hierarchy = CheXpertLabels.Tree, Epochs = 4, HeadEpochs = 4, UncertainIsClass = true, Loss = new Asymmetric() };
        var error = Assert.ThrowsExactly<ArgumentException>(() => options.Validate(task: PredictionTask.MultiLabel)).Message;
        StringAssert.Contains(error, "HeadEpochs must be at least 1 and fewer than Epochs (4), which count both stages. Received: 4.");
        StringAssert.Contains(error, "Loss must be defined for several classes where UncertainIsClass makes three of each label.");
        error = Assert.ThrowsExactly<ArgumentException>(() => options.Validate(task: PredictionTask.Multiclass)).Message;
        StringAssert.Contains(error, "Hierarchy must be null for other than multi-label tasks. Received: a Multiclass task.");
        StringAssert.Contains(error, "UncertainIsClass must be false for other than binary and multi-label tasks.");
        Assert.ThrowsExactly<ArgumentException>(() => new ImageTransferLearningTrainer.Options { HeadEpochs = 2 }.Validate());
        Assert.ThrowsExactly<ArgumentException>(() => new ImageTransferLearningTrainer.Options { HeadLearningRate = 1e-3 }.Validate());
        Assert.ThrowsExactly<ArgumentException>(() => new ImageTransferLearningTrainer.Options { Hierarchy = CheXpertLabels.Tree, HeadLearningRate = 0 }.Validate());
        Assert.ThrowsExactly<ArgumentException>(() => new ImageTransferLearningTrainer.Options { Hierarchy = CheXpertLabels.Tree, Epochs = 1 }.Validate());
        Assert.AreEqual(6, new ImageTransferLearningTrainer.Options { Hierarchy = CheXpertLabels.Tree, Epochs = 10 }.ConditionalEpochs);
    }

    private static LearningTask Task(PredictionTask kind, ImageTransferLearningTrainer.Options options) => LearningTask.For(kind, options);

    // Two epochs of the first stage, one of the second.
    private static LearningTask Tree(string[] names, params (string, string)[] links) =>
        Task(PredictionTask.MultiLabel, new() { Hierarchy = new(links), Epochs = 3 }).LearnedFrom(names, [], [.. names.Select(_ => true)]);

    private static Tensor Table(string name)
    {
        var rows = s_fixture.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(Number).ToArray()).ToArray();
        return tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
    }

    private static float[] Numbers(string name) => [.. s_fixture.GetProperty(name).EnumerateArray().Select(Number)];

    private static float Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? float.NaN : value.GetSingle();

    private static void AssertNear(string name, Tensor found)
    {
        var expected = s_fixture.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? tensor(number.GetSingle()) : Table(name);
        Assert.IsTrue(found.allclose(expected, rtol: 1e-5, atol: 1e-6), $"{name}: {found.ToString(TorchSharp.TensorStringStyle.CSharp)} in place of {expected.ToString(TorchSharp.TensorStringStyle.CSharp)}");
    }
}
