using MlNetTL.Backbones;
using MlNetTL.Training;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

/// <summary>What a network offers to training, and what the loop makes of it.</summary>
[TestClass]
public sealed class TrainingHookTests
{
    [TestMethod]
    public void EveryStepDrawsItsNoiseFromSeedEpochAndRows()
    {
        using var rig = new LoopRig();
        using var network = new TinyNetwork();
        rig.Run(network, rows: 10, validation: 4, seed: 7);
        var steps = Enumerable.Range(1, 2).SelectMany(epoch => BatchOrder.Shuffled(10, 4, 7, epoch).Select(batch => (epoch, batch))).ToList();
        Assert.HasCount(steps.Count, network.Seen);
        foreach (var ((epoch, batch), noise) in steps.Zip(network.Seen))
        {
            Assert.AreEqual((7L, epoch), (noise!.Seed, noise.Epoch));
            CollectionAssert.AreEqual(batch.Select(row => (long)row).ToArray(), noise.Rows.ToArray());
        }
        Assert.IsNull(network.Noise, "A trained model has nothing to draw from.");
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameBitsWithDropoutAndStochasticDepth()
    {
        float[] Fit(int seed, bool drops)
        {
            using var rig = new LoopRig();
            using var network = new TinyNetwork(drops);
            rig.Run(network, validation: 4, seed: seed);
            return LoopRig.Values(network);
        }
        var first = Fit(3, drops: true);
        _ = rand(100); // Whatever else draws from torch's own generator.
        CollectionAssert.AreEqual(first, Fit(3, drops: true));
        CollectionAssert.AreNotEqual(first, Fit(4, drops: true));
        CollectionAssert.AreNotEqual(first, Fit(3, drops: false));
    }

    [TestMethod]
    public void TheAuxiliaryLossIsAddedByItsWeightAndItsHeadIsGoneAfterwards()
    {
        using var rig = new LoopRig();
        rig.Options.Epochs = 1;
        rig.Options.BatchSize = 12;
        rig.Options.LearningRate = 1e-9;
        using var network = new TinyNetwork();
        using (NewDisposeScope())
        {
            using var twin = new TinyNetwork();
            twin.train();
            int[] order = BatchOrder.Shuffled(12, 12, 3, 1).Single();
            twin.Noise = new DropNoise(3, 1, [.. order.Select(row => (long)row)]);
            var (images, labels) = rig.Source(12).Load(order);
            var (logits, auxiliary) = twin.TrainingLogits(images);
            // -log p of the truth, by the formula.
            Tensor Loss(Tensor x) => (nn.functional.softplus(x) - labels * x).mean();
            var expected = (Loss(logits) + 0.4 * Loss(auxiliary!)).item<float>();
            Assert.AreEqual(expected, rig.Run(network).TrainLoss, 1e-6);
        }
        Assert.IsFalse(network.state_dict().Keys.Any(name => name.StartsWith("auxiliary", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void TheAuxiliaryHeadLearnsAndGoesOnceTheBestEpochIsRestored()
    {
        using var rig = new LoopRig();
        rig.Options.Epochs = 4;
        rig.Options.Metric = ValidationMetric.Loss;
        using var network = new TinyNetwork();
        var auxiliary = network.state_dict()["auxiliary.weight"];
        using var before = auxiliary.detach().clone();
        var moved = 0f;
        rig.Stepped = () => moved = (auxiliary - before).abs().max().item<float>();
        var best = rig.Run(network, validation: 6);
        Assert.IsGreaterThan(0, moved, "It learns with the rest.");
        Assert.IsTrue(auxiliary.IsInvalid, "What training alone uses is freed.");
        Assert.AreEqual(rig.Epochs.Min(epoch => epoch.ValidationLoss), best.ValidationLoss);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (images, labels) = rig.Source(6).Load([.. Enumerable.Range(0, 6)]);
        var logits = network.call(images);
        Assert.AreEqual(best.ValidationLoss!.Value, (nn.functional.softplus(logits) - labels * logits).mean().item<float>(), 1e-6);
    }

    [TestMethod]
    public void AFrozenAuxiliaryHeadDoesNotCountInTheLoss()
    {
        using var rig = new LoopRig();
        rig.Options.FreezeUpTo = "stage3";
        rig.Options.LearningRate = 1e-9;
        rig.Options.BatchSize = 12;
        rig.Options.Epochs = 1;
        using var network = new TinyNetwork(drops: false);
        var loss = rig.Run(network).TrainLoss;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (images, labels) = rig.Source(12).Load([.. Enumerable.Range(0, 12)]);
        var logits = network.call(images);
        Assert.AreEqual((nn.functional.softplus(logits) - labels * logits).mean().item<float>(), loss, 1e-5);
    }

    [TestMethod]
    public void ImagesThatANetworkCannotRunOnAreRefusedWithEverythingElse()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new Microsoft.ML.MLContext().BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
        {
            Backbone = "inception_v3",
            Epochs = 0,
            ImageLayout = new(3, 74, 200),
        }));
        StringAssert.Contains(error.Message, "inception_v3 needs images of at least 75 x 75 pixels. Received: 74 x 200.");
        StringAssert.Contains(error.Message, "Epochs must be at least 1.");
        using var images = new StripedImages(8);
        images.Rows.ToList().ForEach(row => File.Delete(row.Path));
        var options = StripedImages.Quick();
        options.Backbone = "inception_v3";
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(options)).Message, "at least 75 x 75 pixels. Received: 32 x 32.");
    }
}
