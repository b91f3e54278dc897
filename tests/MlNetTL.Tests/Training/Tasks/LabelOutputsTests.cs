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
        CollectionAssert.AreEqual(new[] { 1f, 1 }, s_uncertain.Weights(["a", "b"], labels, ClassWeighting.Balanced, null)!);
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

    // Of six rows, 'a' is present in two, and of those 'b' in one: n₋/n₊ and the share of positives of 'b' are 1/1 and 1/2 there, 5/1 and 1/6 among all.
    [TestMethod]
    public void TheFirstStageCountsClassesAmongTheRowsThatItTrainsOn()
    {
        using var scope = NewDisposeScope();
        float[][] labels = [[1, 1], [1, 0], [0, 0], [0, 0], [0, 0], [0, 0]];
        var options = new ImageTransferLearningTrainer.Options { ClassWeighting = ClassWeighting.Balanced, Loss = new AucMargin() };
        using var losses = new EpochLosses(Tree(["a", "b"], ("b", "a")), options, ["a", "b"], labels, null, CPU);
        CollectionAssert.AreEqual(new[] { 2f, 1 }, losses.WeightsIn(2)!.data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 5 }, losses.WeightsIn(3)!.data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 5 }, losses.ReportedWeights!.data<float>().ToArray(), "Validation rows are all rows in both stages.");
        foreach (var (epoch, share) in new[] { (2, 0.5f), (3, 1f / 6) })
            CollectionAssert.AreEqual(new[] { 1f / 3, share }, ((AucMargin)losses.LossIn(epoch)).Variables!.Share.data<float>().ToArray());
        CollectionAssert.AreEquivalent(new[] { "a", "b", "alpha", "a.2", "b.2", "alpha.2" }, losses.State.Keys.ToArray());

        // A child that contradicts its parent counts in the second stage alone: 1/2 : 1/1, then 1/2 : 1/2, each pair summing to 2.
        labels = [[1, 1], [1, 0], [0, 1], [0, 0]];
        var task = Task(PredictionTask.MultiLabel, new() { Hierarchy = new([("b", "a")]), Epochs = 3, LabelWeighting = ClassWeighting.Balanced }).LearnedFrom(["a", "b"], [], [true, true]);
        using var weighted = new EpochLosses(task, new(), ["a", "b"], labels, null, CPU);
        Assert.IsTrue(weighted.WeightsIn(1)!.allclose(tensor([1f, 1, 2f / 3, 4f / 3])));
        Assert.IsTrue(weighted.WeightsIn(3)!.allclose(tensor([1f, 1, 1, 1])));
    }

    // By the product rule, with p(b) = 0.6, p(c | b) = 0.5 and p(d | c) = 0.8 of a model.
    [TestMethod]
    public void SoftLabelsOfATreeAreReadGivenTheirParents()
    {
        using var scope = NewDisposeScope();
        var paths = new LabelPaths([-1, 0, 1]);
        float[] products = [0.6f, 0.3f, 0.24f];
        AssertClose(products, paths.GivenPresent(products, _ => false));
        AssertClose([0.6f, 0.5f, 0.4f], paths.GivenPresent(products, label => label == 0));
        AssertClose([0.6f, 0.5f, 0.8f], paths.GivenPresent(products, label => label <= 1));
        var task = LearningTask.For(PredictionTask.MultiLabel, new() { Hierarchy = new([("c", "b"), ("d", "c")]), Epochs = 3, SoftLabelsAreProducts = true }).LearnedFrom(["b", "c", "d"], [], [true, true, true]);
        const float N = float.NaN;
        // All guessed; the first known; the first two known; absent below; a parent below one half; an unknown parent.
        float[] given = [0.6f, 0.54f, 0.432f, 1, 0.6f, 0.48f, 1, 1, 0.8f, 0.8f, 0, 0, 0.4f, 0.2f, 0.1f, N, 0.3f, 0.2f];
        float[] expected = [0.6f, 0.9f, 0.8f, 1, 0.6f, 0.8f, 1, 1, 0.8f, 0.8f, 0, N, 0.4f, N, N, N, N, N];
        var labels = tensor(given, [6, 3]);
        Assert.IsTrue(task.TargetsIn(2, labels).allclose(tensor(expected, [6, 3]), equal_nan: true));
        Assert.IsTrue(task.TargetsIn(3, labels).allclose(labels, equal_nan: true), "The second stage learns labels of all rows, not given their parents.");
        Assert.IsTrue(new LabelPaths([-1, 0]).Conditional(tensor([0.8f, 0.6f], [1, 2])).allclose(tensor([0.8f, 0.6f], [1, 2])), "Targets that are drawn for uncertain labels are no products.");

        static void AssertClose(float[] wanted, float[] found)
        {
            foreach (var (one, other) in wanted.Zip(found)) Assert.AreEqual(one, other, 1e-6f);
        }
    }

    // Ten epochs, of which the last four are the head's: from 'stage4' on, five stages join in epochs 2 to 6, or two epochs apart up to epoch 11.
    [TestMethod]
    public void StagesMustJoinWithinTheFirstStageOfATree()
    {
        ImageTransferLearningTrainer.Options Unfreezing(int every) => new() { Hierarchy = CheXpertLabels.Tree, Epochs = 10, UnfreezeEvery = every };
        Unfreezing(1).Validate(task: PredictionTask.MultiLabel);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Unfreezing(2).Validate(task: PredictionTask.MultiLabel)).Message,
            "UnfreezeEvery must let every stage join within the first of Hierarchy's two stages, which has 6 of 10 epochs: the second trains the head alone. Received: 2, by which the last one would join in epoch 11.");
        Assert.ThrowsExactly<ArgumentException>(() => new ImageTransferLearningTrainer.Options { SoftLabelsAreProducts = true }.Validate());
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
