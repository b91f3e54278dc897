using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Sampling;
using MlNetTL.Training.Tasks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class GradientAccumulationTests
{
    [TestMethod]
    public void AStepIsDividedWithoutASingleRow()
    {
        static int[][] Parts(int rows, int batchSize, int parts) => [.. GradientAccumulation.Parts(DrawnBatch.Of([.. Enumerable.Range(0, rows)]), batchSize, parts).Select(part => part.Rows)];
        CollectionAssert.AreEqual(new[] { 4, 4, 3 }, Parts(11, 4, 3).Select(part => part.Length).ToArray());
        CollectionAssert.AreEqual(new[] { 4, 5 }, Parts(9, 4, 3).Select(part => part.Length).ToArray(), "The single row joins.");
        CollectionAssert.AreEqual(new[] { 5 }, Parts(5, 4, 1).Select(part => part.Length).ToArray(), "One part is the step, as it comes.");
        CollectionAssert.AreEqual(Enumerable.Range(0, 9).ToArray(), Parts(9, 4, 3).SelectMany(part => part).ToArray());
    }

    [TestMethod]
    [DataRow(PredictionTask.Binary, false)]
    [DataRow(PredictionTask.Binary, true)]
    [DataRow(PredictionTask.Multiclass, false)]
    [DataRow(PredictionTask.Multiclass, true)]
    [DataRow(PredictionTask.MultiLabel, false)]
    [DataRow(PredictionTask.MultiLabel, true)]
    [DataRow(PredictionTask.MultiLabel, true, true)]
    public void UnequalPartsGiveTheGradientOfTheWholeBatch(PredictionTask kind, bool weighted, bool labelsDiffer = false)
    {
        using var scope = NewDisposeScope();
        var task = LearningTask.For(kind);
        var outputs = kind == PredictionTask.Binary ? 1 : 3;
        // What differs from part to part is what a mean of means gets wrong: rows, the weights of classes, and labels that are not known.
        float[][] labels = kind switch
        {
            PredictionTask.Binary => [[0], [1], [0], [0], [0.5f], [1], [1]],
            PredictionTask.Multiclass => [[0], [2], [1], [0], [0], [2], [1]],
            _ => [[0, float.NaN, 1], [1, 1, 0], [float.NaN, float.NaN, float.NaN], [float.NaN, float.NaN, float.NaN], [0, float.NaN, 1], [1, 0, 0], [float.NaN, 1, float.NaN]],
        };
        var classWeights = !weighted ? null : kind == PredictionTask.Binary ? tensor(new[] { 0.3f, 5f }) : tensor(labelsDiffer ? new[] { 0.3f, 5f, 0f, 2f, 0.5f, 0.1f } : new[] { 0.3f, 5f, 0f });
        var truth = tensor(labels.SelectMany(row => row).ToArray(), [labels.Length, labels[0].Length]);
        var x = randn([labels.Length, 4], generator: new Generator(2));
        var weight = new Parameter(randn([4, outputs], generator: new Generator(3)));

        var whole = task.Loss(x.mm(weight), truth, classWeights);
        whole.backward();
        var expected = weight.grad!.clone();
        weight.grad.zero_();
        int[][] parts = [[0, 1], [2, 3], [4, 5, 6]];
        var gradients = new GradientAccumulation(parts.Length);
        foreach (var part in parts)
        {
            var rows = tensor(part.Select(row => (long)row).ToArray());
            var loss = task.Loss(x.index_select(0, rows).mm(weight), truth.index_select(0, rows), classWeights);
            gradients.Add(loss, loss.item<float>(), () => task.WeightOf(truth.index_select(0, rows), classWeights), part => part.backward());
        }
        Assert.AreEqual(whole.item<float>(), gradients.Finish([weight]), 1e-6);
        Assert.IsTrue(weight.grad!.allclose(expected, rtol: 1e-5, atol: 1e-7), $"{weight.grad.sub(expected).abs().max().item<float>()}");
    }

    [TestMethod]
    [DataRow("crossEntropy")]
    [DataRow("aucMargin")]
    public void AFitInPartsIsTheFitInWholeSteps(string loss)
    {
        // 13 rows, steps of 8 and 5, in parts of 4, 4 and 5; dropout and stochastic depth draw by row. No batch normalisation.
        var whole = Fit(LossTable.All[loss].Defaults, batchSize: 8, accumulationSteps: 1, out var wholeEpochs);
        var parts = Fit(LossTable.All[loss].Defaults, batchSize: 4, accumulationSteps: 2, out var epochs);
        var other = Fit(LossTable.All[loss].Defaults, batchSize: 4, accumulationSteps: 1, out _);
        for (var i = 0; i < whole.Length; i++) Assert.AreEqual(whole[i], parts[i], 2e-6 + 2e-5 * Math.Abs(whole[i]));
        Assert.IsGreaterThan(1e-3, whole.Zip(other, (a, b) => Math.Abs(a - b)).Max(), "Smaller steps would have been another fit.");
        foreach (var (a, b) in wholeEpochs.Zip(epochs)) Assert.AreEqual(a.TrainLoss, b.TrainLoss, 1e-5);
    }

    [TestMethod]
    public void DropLastLeavesAnIncompleteStepOutAndProgressCountsSteps()
    {
        using var rig = new LoopRig();
        (rig.Options.BatchSize, rig.Options.AccumulationSteps, rig.Options.DropLastBatch, rig.Options.Epochs) = (2, 3, true, 1);
        using var network = new TinyNetwork();
        rig.Run(network, rows: 16);
        CollectionAssert.AreEqual(new[] { 6L, 12L }, rig.Steps.Where(step => step.Stage == TrainingStage.Training).Select(step => step.Done).ToArray());
        Assert.IsTrue(network.Seen.TrueForAll(noise => noise!.Rows.Count == 2), "Two images at a time.");
        Assert.HasCount(6, network.Seen);
    }

    [TestMethod]
    public void AccumulationIsAnOptionWithARange()
    {
        using var images = new StripedImages(4);
        var options = StripedImages.Quick();
        (options.AccumulationSteps, options.Precision) = (0, (TrainingPrecision)7);
        var error = Assert.ThrowsExactly<ArgumentException>(() => images.Fit(options));
        StringAssert.Contains(error.Message, "AccumulationSteps must be at least 1. Received: 0.");
        StringAssert.Contains(error.Message, "Precision must be one of Float32, BFloat16, Auto. Received: 7.");
        (options.BatchSize, options.AccumulationSteps) = (1 << 20, 1 << 12);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(options)).Message, "BatchSize times AccumulationSteps must be at most 2147483647.");
    }

    private static float[] Fit(LossOptions loss, int batchSize, int accumulationSteps, out List<EpochMetrics> epochs)
    {
        using var rig = new LoopRig();
        (rig.Options.BatchSize, rig.Options.AccumulationSteps, rig.Options.Optimizer, rig.Options.LearningRate) = (batchSize, accumulationSteps, new Sgd(), 0.2);
        rig.Options.Loss = loss;
        using var network = new TinyNetwork(normalises: false);
        rig.Run(network, rows: 13);
        epochs = rig.Epochs;
        return LoopRig.Values(network);
    }
}
