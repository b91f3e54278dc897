using System.Text.Json;
using MlNetTL.Backbones;
using MlNetTL.Tests.Backbones;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class CheckpointFitterTests
{
    [TestMethod]
    public void ALeftOverHeadIsLeftNewAndTheRestIsLoaded()
    {
        using var scope = NewDisposeScope();
        using var source = Network("resnet18", 3, outputs: 10);
        using var target = BackboneTable.All["resnet18"].Build(3, new Top(2), seed: 1);
        var head = target.state_dict()["fc.weight"].detach().clone();
        var report = Fit(target, source);
        Assert.AreEqual(120, report.Loaded); // 122 names, two of them the head's
        CollectionAssert.AreEqual(new[] { "fc.weight", "fc.bias" }, report.LeftNew.ToArray());
        Assert.AreEqual("Loaded 120 tensors from test; left new: fc.weight, fc.bias.", report.Summary);
        foreach (var (name, value) in target.state_dict())
            Assert.IsTrue(value.Equals(name == "fc.weight" ? head : name == "fc.bias" ? value : source.state_dict()[name]), name);
    }

    // One of each family and of each way to hold the first kernels.
    [TestMethod]
    [DataRow("resnet18", "conv1.weight")]
    [DataRow("vgg11_bn", "features.0.weight")]
    [DataRow("densenet121", "features.conv0.weight")]
    [DataRow("efficientnet_b0", "features.0.0.weight")]
    [DataRow("inception_v3", "Conv2d_1a_3x3.conv.weight")]
    [DataRow("nf_resnet50", "stem.conv.weight stem.conv.gain")]
    [DataRow("resnetv2_50x1_bit", "")]
    public void OneChannelGivesWhatThreeEqualChannelsGive(string name, string adapted)
    {
        using var scope = NewDisposeScope();
        using var source = Network(name, 3, outputs: 10);
        using var grey = BackboneTable.All[name].Build(1, new Top(10), seed: 1);
        CollectionAssert.AreEqual(adapted.Split(' ', StringSplitOptions.RemoveEmptyEntries), Fit(grey, source).Adapted.ToArray());
        source.eval();
        grey.eval();
        using var inference = inference_mode();
        var image = GoldenFormula.Input(2, 1, 96, 96);
        var expected = source.call(image.expand(2, 3, 96, 96).contiguous());
        Assert.IsLessThan(1e-5 * expected.abs().max().item<float>(), (grey.call(image) - expected).abs().max().item<float>());
    }

    [TestMethod]
    public void MoreChannelsRepeatTheKernelsEachDividedByItsCopies()
    {
        using var scope = NewDisposeScope();
        using var source = Network("resnet18", 3, outputs: 2);
        using var target = BackboneTable.All["resnet18"].Build(10, new Top(2), seed: 1);
        var report = Fit(target, source);
        Assert.AreEqual(3, report.Channels);
        Assert.AreEqual("fitted to the image channels (the weights were made for 3): conv1.weight", report.Lines[1]);
        Tensor given = source.state_dict()["conv1.weight"], got = target.state_dict()["conv1.weight"];
        for (var channel = 0; channel < 10; channel++)
            Assert.IsTrue(got.select(1, channel).allclose(given.select(1, channel % 3) / (channel % 3 == 0 ? 4 : 3)), $"channel {channel}");
    }

    [TestMethod]
    public void AnAuxiliaryHeadMayBeMissingOnEitherSide()
    {
        using var scope = NewDisposeScope();
        using var with = Network("inception_v3", 3, outputs: 2);
        using var without = BackboneTable.All["inception_v3"].Builder(3, 2);
        without.DropAuxiliary();
        var auxiliary = with.state_dict().Keys.Where(name => name.StartsWith("AuxLogits.", StringComparison.Ordinal)).ToArray();
        CollectionAssert.AreEqual(auxiliary, Fit(without, with).Ignored.ToArray());
        Assert.IsTrue(without.state_dict()["fc.weight"].Equals(with.state_dict()["fc.weight"]));
        var before = with.state_dict()["AuxLogits.conv0.conv.weight"].clone();
        var report = Fit(with, without);
        CollectionAssert.AreEquivalent(auxiliary, report.LeftNew.ToArray());
        Assert.Contains("left new: AuxLogits.", report.Summary);
        Assert.IsTrue(before.Equals(with.state_dict()["AuxLogits.conv0.conv.weight"]));
    }

    [TestMethod]
    public void WhatIsKnownToBeNoParameterIsIgnoredAndToldAndTheReportIsPlainData()
    {
        using var scope = NewDisposeScope();
        using var source = Network("resnet18", 3, outputs: 2);
        using var target = BackboneTable.All["resnet18"].Build(3, new Top(2), seed: 1);
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [.. source.state_dict().Select(pair => ($"model.{pair.Key}", pair.Value)), ("op_threshs", ones(2))]);
        using var checkpoint = Checkpoint.OpenSafetensors(stream, "test");
        var report = CheckpointFitter.Fit(target, checkpoint, "test");
        Assert.AreEqual("Loaded 122 tensors from test; ignored: op_threshs; names recognised: 'model.' before every name.", report.Summary);
        var json = JsonSerializer.Serialize(report);
        Assert.DoesNotContain(nameof(FitReport.Summary), json);
        Assert.AreEqual(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<FitReport>(json)));
    }

    [TestMethod]
    public void ACheckpointWithoutAHeadOrWithoutCountersLoads()
    {
        using var scope = NewDisposeScope();
        using var source = Network("resnet18", 3, outputs: 2);
        using var target = BackboneTable.All["resnet18"].Build(3, new Top(2), seed: 1);
        var report = Fit(target, source, name => !name.StartsWith("fc.", StringComparison.Ordinal) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        Assert.AreEqual(100, report.Loaded); // 20 convolutions and 20 times 4 tensors of batch normalisation
        Assert.IsTrue(target.state_dict()["layer4.1.bn2.running_var"].Equals(source.state_dict()["layer4.1.bn2.running_var"]));
    }

    [TestMethod]
    [DataRow("resnet34", "resnet18", "left over: layer1.2.conv1.weight, ", "It fits 'resnet34'")]
    [DataRow("resnet18", "resnet50", "missing: ", "It fits 'resnet18'")]
    [DataRow("densenet169", "resnet50", "missing: ", "It fits 'densenet169'")]
    [DataRow("efficientnet_b1", "efficientnet_b0", "left over: ", "It fits 'efficientnet_b1'")]
    [DataRow("vgg11_bn", "vgg11", "left over: ", "It fits 'vgg11_bn'")]
    [DataRow("inception_v3", "resnet50", "missing: ", "It fits 'inception_v3'")]
    public void ACheckpointOfAnotherNetworkIsRefusedBeforeAnythingChanges(string given, string wanted, string names, string likely)
    {
        using var scope = NewDisposeScope();
        using var source = Network(given, 3, outputs: 2);
        using var target = BackboneTable.All[wanted].Build(3, new Top(2), seed: 1);
        var first = target.FirstConvolution;
        var before = target.state_dict()[first].detach().clone();
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Fit(target, source));
        Assert.StartsWith($"test is not a checkpoint of {wanted}. Names ", error.Message);
        Assert.Contains(names, error.Message);
        Assert.Contains(likely, error.Message);
        Assert.IsTrue(before.Equals(target.state_dict()[first]));
    }

    [TestMethod]
    public void ACheckpointOfNoKnownNetworkSaysWhatIsMissing()
    {
        using var scope = NewDisposeScope();
        using var target = BackboneTable.All["resnet18"].Build(3, new Top(2), seed: 1);
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [("dense.weight", ones(2, 2))]);
        using var checkpoint = Checkpoint.OpenSafetensors(stream, "other");
        var error = Assert.ThrowsExactly<InvalidDataException>(() => CheckpointFitter.Fit(target, checkpoint, "other"));
        Assert.Contains("missing: conv1.weight", error.Message);
        Assert.Contains("left over: dense.weight", error.Message);
        Assert.EndsWith("Choose the backbone that it was saved from.", error.Message);
    }

    internal static Backbone Network(string name, int channels, int outputs)
    {
        var network = BackboneTable.All[name].Builder(channels, outputs);
        network.Initialize(seed: 9);
        // Batch normalisation's defaults would hide mistakes.
        using var noGradient = no_grad();
        foreach (var (path, value) in network.state_dict().Where(pair => pair.Value.dim() == 1))
            value.copy_(tensor(GoldenFormula.Values(path, value.shape, 2), value.shape));
        return network;
    }

    internal static FitReport Fit(Backbone target, Backbone source, Func<string, bool>? keep = null, PretrainedUse use = PretrainedUse.Values, long seed = 0)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, source.state_dict().Where(pair => keep?.Invoke(pair.Key) ?? true).Select(pair => (pair.Key, pair.Value)));
        using var checkpoint = Checkpoint.OpenSafetensors(stream, "test");
        return CheckpointFitter.Fit(target, checkpoint, "test", use, seed);
    }
}
