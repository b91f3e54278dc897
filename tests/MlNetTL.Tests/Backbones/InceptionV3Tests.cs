using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

[TestClass]
public sealed class InceptionV3Tests
{
    private static readonly BackboneDefinition s_row = BackboneTable.All["inception_v3"];

    // torchvision 0.14.1 with 4 outputs, train mode, dropout at 0, weights and a 3 x 3 x 299 x 299 input by the golden formula.
    [TestMethod]
    public void BothHeadsInTrainingEqualTorchvisions()
    {
        double[] logits =
            [0.40222612, 0.724844635, -0.0156135857, -0.0918734074, 0.284062356, 0.67538029, 0.105631247, -0.223922983, 0.325247854, 0.470853537, 0.418435454, -0.490362883];
        double[] auxiliary =
            [0.37235862, -0.00823363289, 0.273685694, 0.0526183993, 0.561848462, -0.238841385, 0.0225651413, -1.10300326, 1.15057158, -0.767209232, 2.37277102, 2.4231534];
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = s_row.BuildEmpty(3, new Top(4));
        GoldenFormula.Fill(network, weightGainSquared: 2);
        network.train();
        var images = GoldenFormula.Input(3, 3, 299, 299);
        var training = network.TrainingLogits(images);
        AreClose(auxiliary, training.Auxiliary!);
        var features = network.Features(images); // Normalised by the same batch; the head's dropout comes after.
        network.eval();
        AreClose(logits, network.Classify(features));
    }

    [TestMethod]
    [TestCategory("Long")]
    public void EveryParameterGetsAGradientFromTheTwoLossesTogether()
    {
        using var scope = NewDisposeScope();
        using var network = s_row.Build(3, new Top(2), seed: 1);
        network.train();
        var (logits, auxiliary) = network.TrainingLogits(GoldenFormula.Input(2, 3, 299, 299));
        (logits.square().sum() + network.AuxiliaryWeight * auxiliary!.square().sum()).backward();
        foreach (var (path, parameter) in network.named_parameters())
        {
            Assert.IsTrue(parameter.grad is { } gradient && gradient.isfinite().all().item<bool>(), path);
            // Of two images the auxiliary head's last normalisation sees two values a channel: ±1 whatever they are, so what comes before moves by rounding only.
            if (!path.StartsWith("AuxLogits.conv", StringComparison.Ordinal)) Assert.IsGreaterThan(0, parameter.grad.abs().max().item<float>(), path);
        }
    }

    [TestMethod]
    public void TheAuxiliaryLossCountsFourTenthsAndTheHeadGoesBelow299Pixels()
    {
        using var network = s_row.Builder(3, 2);
        Assert.IsNull(network.FitToImages(299, 400));
        Assert.AreEqual(0.4, network.AuxiliaryWeight);
        Assert.IsTrue(network.state_dict().Keys.Any(network.IsAuxiliary));
        var parameters = network.named_children().Single(child => child.name == "AuxLogits").module.parameters().ToList();

        Assert.AreEqual(
            "inception_v3 is trained without its auxiliary head, which needs images of at least 299 x 299 pixels. Received: 298 x 299.", network.FitToImages(298, 299));
        Assert.AreEqual(0, network.AuxiliaryWeight);
        Assert.IsTrue(parameters.All(parameter => parameter.IsInvalid), "its memory is given back");
        Assert.IsFalse(network.state_dict().Keys.Any(network.IsAuxiliary));
        Assert.IsNull(network.FitToImages(100, 100), "there is nothing left to drop");
        network.DropAuxiliary();

        using var scope = NewDisposeScope();
        network.train();
        var (logits, auxiliary) = network.TrainingLogits(zeros(2, 3, 75, 75));
        Assert.IsNull(auxiliary);
        CollectionAssert.AreEqual(new long[] { 2, 2 }, logits.shape);
    }

    [TestMethod]
    public void TheTrainedModelHasTheSameLogitsAndNoAuxiliaryHead()
    {
        using var scope = NewDisposeScope();
        using var network = s_row.Build(3, new Top(2), seed: 1);
        network.eval();
        using var inference = inference_mode();
        var images = GoldenFormula.Input(1, 3, 75, 90);
        var before = network.call(images);
        var inStages = network.Stages.Sum(stage => stage.Modules.Sum(module => module.parameters().Count()));
        Assert.AreEqual(network.parameters().Count(), inStages);
        network.DropAuxiliary();
        Assert.AreEqual(network.parameters().Count(), network.Stages.Sum(stage => stage.Modules.Sum(module => module.parameters().Count())));
        // The published count without the auxiliary head is 23,834,568 at 1000 outputs.
        Assert.AreEqual(23_834_568 - 998 * 2049, network.parameters().Sum(parameter => parameter.NumberOfElements));
        Assert.IsTrue(before.Equals(network.call(images)));
    }

    [TestMethod]
    public void ReplacingTheHeadChangesTheOutputsOfBothAndLeavesTheAuxiliaryOneLinear()
    {
        using var network = s_row.Build(3, new Top(1000), seed: 1);
        var old = network.state_dict()["AuxLogits.fc.weight"];
        network.eval();
        network.ReplaceHead(new Top(5, [16]), seed: 2);
        Assert.IsTrue(old.IsInvalid);
        Assert.IsFalse(network.modules().Any(module => module.training));
        var heads = network.state_dict().Where(pair => network.IsHead(pair.Key)).Select(pair => $"{pair.Key} {string.Join('x', pair.Value.shape)}").ToArray();
        CollectionAssert.AreEquivalent(
            new[] { "fc.0.weight 16x2048", "fc.0.bias 16", "fc.2.weight 5x16", "fc.2.bias 5", "AuxLogits.fc.weight 5x768", "AuxLogits.fc.bias 5" }, heads);
        Assert.AreEqual(0.001, network.state_dict()["AuxLogits.fc.weight"].std().item<float>(), 5e-5);
        network.DropAuxiliary();
        network.ReplaceHead(new Top(3), seed: 3);
        CollectionAssert.AreEquivalent(new[] { "fc.weight", "fc.bias" }, network.state_dict().Keys.Where(network.IsHead).ToArray());
    }

    [TestMethod]
    public void TrainingFromScratchStartsFromTruncatedNormals()
    {
        using var scope = NewDisposeScope();
        using var network = s_row.Build(3, new Top(1000), seed: 4);
        var state = network.state_dict();
        foreach (var (name, deviation) in new[] { ("Mixed_6c.branch7x7_2.conv.weight", 0.1), ("fc.weight", 0.1), ("AuxLogits.conv0.conv.weight", 0.1), ("AuxLogits.conv1.conv.weight", 0.01), ("AuxLogits.fc.weight", 0.001) })
            Assert.AreEqual(deviation, state[name].std().item<float>(), 0.01 * deviation, name);
        foreach (var (name, value) in state.Where(pair => pair.Value.dim() > 1)) Assert.IsLessThan(0.6f, value.abs().max().item<float>(), name);
    }

    [TestMethod]
    public void DropoutBeforeTheHeadLeavesHalfOfTheFeaturesAtTwiceTheirValue()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = s_row.BuildEmpty(3, new Top(2048));
        nn.init.eye_(network.state_dict()["fc.weight"]);
        network.state_dict()["fc.bias"].zero_();
        network.Noise = new DropNoise(Seed: 7, Epoch: 1, Rows: [3, 4]);
        var features = ones(2, 2048);
        network.train();
        var dropped = network.Classify(features);
        Assert.AreEqual(0.5, dropped.eq(0).to(ScalarType.Float64).mean().item<double>(), 4 * Math.Sqrt(0.25 / 4096));
        Assert.AreEqual(4096, dropped.eq(0).sum().item<long>() + dropped.eq(2).sum().item<long>());
        network.eval();
        Assert.IsTrue(network.Classify(features).Equals(features));
    }

    // torchvision's transform_input, channel by channel, on what its preset gives: (pixel - mean) / std of ImageNet.
    [TestMethod]
    public void TheWeightsRangeIsTorchvisionsTransformInput()
    {
        var weights = s_row.Weights[0];
        (double Mean, double Std)[] imageNet = [(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)];
        for (var channel = 0; channel < 3; channel++)
            foreach (var pixel in new[] { 0.0, 37 / 255.0, 0.5, 1 })
            {
                var (mean, std) = imageNet[channel];
                var transformed = (pixel - mean) / std * (std / 0.5) + (mean - 0.5) / 0.5;
                Assert.AreEqual(transformed, (pixel - weights.Preprocessing.Mean[channel]) / weights.Preprocessing.Std[channel], 1e-12);
            }
        Assert.AreEqual("299 px, cut from 342 px, bilinear, RGB", weights.Input.ToString());
    }

    private static void AreClose(double[] expected, Tensor actual)
    {
        var values = actual.data<float>().ToArray();
        Assert.HasCount(expected.Length, values);
        for (var i = 0; i < values.Length; i++) Assert.AreEqual(expected[i], values[i], 1e-4 * expected.Max(Math.Abs), $"element {i}");
    }
}
