using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

[TestClass]
public sealed class VggTests
{
    // torchvision 0.14.1 with 10 outputs, eval mode, weights and a 1 x 3 x 48 x 64 input by the golden formula. vgg16 has a golden file.
    [TestMethod]
    [TestCategory("Long")]
    [DataRow("vgg11", new[] { 1.35595787, -4.96529818, -4.54314184, -2.13550901, 2.11864138, 7.62023687, -3.85847497, -3.82609034, 3.43607831, -6.37200594 })]
    [DataRow("vgg11_bn", new[] { 5.57060528, 4.9427762, -4.18720961, 3.26426935, 19.4813766, 10.9068184, -2.96674681, -15.1261988, 6.78075075, -6.17305994 })]
    [DataRow("vgg13", new[] { 9.89013386, -1.57771397, -0.927158892, -0.940775037, 5.47050381, 8.71848202, -5.47341919, -5.39161539, 2.61223984, -4.39489889 })]
    [DataRow("vgg13_bn", new[] { 7.12375355, -9.76932907, -9.31363773, 6.76662445, 19.6141262, 10.5252781, -7.03316927, -11.8871984, 0.108777523, -4.33586359 })]
    [DataRow("vgg16_bn", new[] { 2.22713828, -13.3762951, 3.7942102, -22.1967659, 1.4697665, 21.9530811, -2.85469913, -3.09080768, -4.53564215, -4.78739119 })]
    [DataRow("vgg19", new[] { 1.98728073, -4.72335339, -3.39488602, 0.0474275053, 6.22186041, 2.66779208, -1.8552767, -4.68388128, 1.43972194, -1.7275703 })]
    [DataRow("vgg19_bn", new[] { 7.83765316, -1.66959798, 8.56767559, 7.62795734, 4.57808638, 13.6579456, -0.737929881, 3.8515501, -0.207556754, -3.20982599 })]
    public void LogitsEqualTorchvisions(string name, double[] expected)
    {
        using var scope = NewDisposeScope();
        using var network = Known(name);
        network.eval();
        using var inference = inference_mode();
        AreClose(expected, network.call(GoldenFormula.Input(1, 3, 48, 64)));
    }

    // torchvision's vgg11_bn in train mode with both dropouts at 0: batch statistics of four images.
    [TestMethod]
    public void BatchNormalisationInTrainingEqualsTorchvisions()
    {
        double[] expected =
        [
            0.66598773, -0.691460192, -1.48246634, -1.02318633, 3.32065487, 2.76823926, -0.463794082, -1.55640113, 0.579266846, -3.63560295, 2.08902955, -2.6849575, -1.99484634, -1.09679186,
            2.68118858, 1.05707002, 0.567826331, -0.710089564, 1.01001942, -1.77991104, 1.24775684, -1.47532356, -0.730789542, -1.77687228, 1.3328923, 2.26170874, -0.644062757, -1.74478292,
            0.398464322, -2.57053256, 1.50417089, -1.98535299, -0.695488095, -2.61465144, 0.904093623, 1.87786555, 0.010977909, -2.33845997, -0.69101584, -2.79979682,
        ];
        using var scope = NewDisposeScope();
        using var network = Known("vgg11_bn");
        network.train();
        foreach (var dropout in network.modules().OfType<DropoutLayer>()) dropout.eval();
        using var noGradient = no_grad();
        var features = network.Features(GoldenFormula.Input(4, 3, 48, 64));
        network.eval();
        AreClose(expected, network.Classify(features));
    }

    [TestMethod]
    public void BothDropoutsLeaveHalfOfTheFeaturesAtTwiceTheirValueAndTheFirstStandsBetweenTheHiddenLayers()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = BackboneTable.All["vgg11"].BuildEmpty(1, new Top(4096));
        var state = network.state_dict();
        // The first hidden layer gives ones; the second and the head hand their input on.
        foreach (var (name, value) in state.Where(pair => pair.Key.StartsWith("classifier.", StringComparison.Ordinal)))
            if (name == "classifier.0.bias") value.fill_(1);
            else if (name.EndsWith(".weight", StringComparison.Ordinal) && value.shape[0] == value.shape[1]) nn.init.eye_(value);
            else value.zero_();
        var images = ones(2, 1, 32, 32);

        network.Noise = new DropNoise(Seed: 7, Epoch: 1, Rows: [3, 4]);
        network.train();
        var first = network.Features(images);
        ShareOf(first, 0, 0.5);
        ShareOf(first, 2, 0.5);
        var both = network.call(images);
        ShareOf(both, 0, 0.75);
        ShareOf(both, 4, 0.25);
        Assert.IsTrue(both.ne(0).logical_and(first.eq(0)).sum().item<long>() == 0, "the same noise drops the same features");

        network.eval();
        ShareOf(network.call(images), 1, 1);
    }

    [TestMethod]
    public void TrainingFromScratchStartsFromTorchvisionsRules()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["vgg11_bn"].Build(3, new Top(1000), seed: 2);
        var state = network.state_dict();
        Assert.AreEqual(Math.Sqrt(2.0 / (256 * 9)), state["features.8.weight"].std().item<float>(), 2e-4);
        foreach (var name in new[] { "classifier.3.weight", "classifier.6.weight" }) Assert.AreEqual(0.01, state[name].std().item<float>(), 2e-5, name);
        foreach (var name in state.Keys.Where(name => name.EndsWith(".bias", StringComparison.Ordinal))) Assert.AreEqual(0, state[name].abs().max().item<float>(), name);
    }

    [TestMethod]
    public void TheHiddenLayersBelongToTheLastStage()
    {
        using var network = BackboneTable.All["vgg11"].Builder(3, 5);
        using var scope = NewDisposeScope();
        var state = network.state_dict();
        string[] Names(int stage) =>
            [.. network.Stages[stage].Modules.SelectMany(module => module.parameters()).Select(parameter => state.Single(pair => pair.Value.Handle == parameter.Handle).Key)];
        CollectionAssert.AreEqual(new[] { "features.0.weight", "features.0.bias" }, Names(0));
        CollectionAssert.AreEqual(
            new[] { "features.16.weight", "features.16.bias", "features.18.weight", "features.18.bias", "classifier.0.weight", "classifier.0.bias", "classifier.3.weight", "classifier.3.bias" },
            Names(4));
        CollectionAssert.AreEqual(new[] { "classifier.6.weight", "classifier.6.bias" }, Names(5));
        network.eval();
        using var inference = inference_mode();
        var widths = Backbone.StageNames.Select(stage => network.Features(zeros(1, 3, 32, 32), stage).shape[1]).ToArray();
        CollectionAssert.AreEqual(new long[] { 64, 128, 256, 512, 4096, 5 }, widths);
    }

    private static Backbone Known(string name)
    {
        var network = BackboneTable.All[name].BuildEmpty(3, new Top(10));
        GoldenFormula.Fill(network, weightGainSquared: 2);
        return network;
    }

    private static void ShareOf(Tensor values, float value, double expected)
    {
        var deviation = Math.Sqrt(expected * (1 - expected) / values.NumberOfElements);
        Assert.AreEqual(expected, values.eq(value).to(ScalarType.Float64).mean().item<double>(), 4 * deviation, $"share of {value}");
    }

    private static void AreClose(double[] expected, Tensor actual)
    {
        var values = actual.data<float>().ToArray();
        Assert.HasCount(expected.Length, values);
        for (var i = 0; i < values.Length; i++) Assert.AreEqual(expected[i], values[i], 1e-4 * expected.Max(Math.Abs), $"element {i}");
    }
}
