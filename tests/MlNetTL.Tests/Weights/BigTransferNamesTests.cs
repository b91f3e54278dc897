using MlNetTL.Backbones;
using MlNetTL.Tests.Backbones;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class BigTransferNamesTests
{
    // By the authors' loader, google-research/big_transfer, bit_pytorch/models.py.
    [TestMethod]
    [DataRow("resnet/root_block/standardized_conv2d/kernel", "stem.conv.weight")]
    [DataRow("resnet/block1/unit01/a/standardized_conv2d/kernel", "stages.0.blocks.0.conv1.weight")]
    [DataRow("resnet/block3/unit23/b/standardized_conv2d/kernel", "stages.2.blocks.22.conv2.weight")]
    [DataRow("resnet/block4/unit03/c/group_norm/beta", "stages.3.blocks.2.norm3.bias")]
    [DataRow("resnet/block2/unit01/a/group_norm/gamma", "stages.1.blocks.0.norm1.weight")]
    [DataRow("resnet/block2/unit01/a/proj/standardized_conv2d/kernel", "stages.1.blocks.0.downsample.conv.weight")]
    [DataRow("resnet/group_norm/gamma", "norm.weight")]
    [DataRow("resnet/group_norm/beta", "norm.bias")]
    [DataRow("resnet/head/conv2d/kernel", "head.fc.weight")]
    [DataRow("resnet/head/conv2d/bias", "head.fc.bias")]
    [DataRow("resnet/block2/unit01/b/proj/standardized_conv2d/kernel", null)]
    [DataRow("global_step", null)]
    public void NamesAreTheAuthors(string theirs, string? ours) => Assert.AreEqual(ours, BigTransferNames.Of(theirs));

    [TestMethod]
    public void KernelsTurnFromHeightWidthInputsOutputsToOutputsInputsHeightWidth()
    {
        using var folder = new TemporaryFolder();
        using (var npz = new Npz(folder["bit.npz"])) npz.Add("resnet/root_block/standardized_conv2d/kernel", [.. Enumerable.Range(0, 24).Select(i => (float)i)], 1, 2, 3, 4);
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(folder["bit.npz"]);
        CollectionAssert.AreEqual(new long[] { 4, 3, 1, 2 }, checkpoint.Entries["stem.conv.weight"].Shape.ToArray());
        var kernel = empty(4, 3, 1, 2);
        checkpoint.CopyTo("stem.conv.weight", kernel);
        for (var o = 0; o < 4; o++)
            for (var i = 0; i < 3; i++)
                for (var w = 0; w < 2; w++) Assert.AreEqual(w * 12 + i * 4 + o, kernel[o, i, 0, w].item<float>());
    }

    [TestMethod]
    public void TwoArraysForOneNameAreRefusedOrLeftAlone()
    {
        using var folder = new TemporaryFolder();
        using (var npz = new Npz(folder["bit.npz"]))
        {
            npz.Add("resnet/root_block/standardized_conv2d/kernel", new float[1], 1, 1, 1, 1);
            npz.Add("stem.conv.weight", new float[1], 1, 1, 1, 1);
        }
        using var checkpoint = Checkpoint.Open(folder["bit.npz"]);
        CollectionAssert.AreEqual(new[] { "resnet/root_block/standardized_conv2d/kernel", "stem.conv.weight" }, checkpoint.Entries.Keys.ToArray());
    }

    [TestMethod]
    [TestCategory(SharedFolder.Category)]
    public void AFileInTheAuthorsFormReproducesTheGoldenOutput()
    {
        var golden = GoldenFormula.Read("resnetv2_50x1_bit.json");
        using var folder = new TemporaryFolder();
        using (var npz = new Npz(folder["bit.npz"]))
            foreach (var row in golden.GetProperty("state").EnumerateArray())
            {
                var name = row[0].GetString()!;
                long[] shape = [.. row[1].EnumerateArray().Select(size => size.GetInt64())];
                var values = GoldenFormula.Values(name, shape, golden.GetProperty("weight_gain_squared").GetDouble());
                if (shape.Length == 4) npz.Add(Theirs(name), LastFirst(values, shape), shape[2], shape[3], shape[1], shape[0]);
                else npz.Add(Theirs(name), values, shape);
            }
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnetv2_50x1_bit"].BuildEmpty(channels: 3, new Top(10));
        using (var checkpoint = Checkpoint.Open(folder["bit.npz"])) Assert.IsEmpty(CheckpointFitter.Fit(network, checkpoint, "bit.npz").LeftNew);
        network.eval();
        using var inference = inference_mode();
        var logits = network.call(GoldenFormula.Input([.. golden.GetProperty("input_shape").EnumerateArray().Select(size => size.GetInt64())])).data<float>().ToArray();
        double[] expected = [.. golden.GetProperty("output").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], logits[i], 1e-4 * expected.Max(Math.Abs));
    }

    // Written the other way round than the reader has it, so that one mistake cannot hide another.
    private static string Theirs(string ours)
    {
        var parts = ours.Split('.');
        var last = parts[^1] == "bias" ? "beta" : "gamma";
        if (parts[0] == "stem") return "resnet/root_block/standardized_conv2d/kernel";
        if (parts[0] == "norm") return $"resnet/group_norm/{last}";
        if (parts[0] == "head") return $"resnet/head/conv2d/{(parts[^1] == "bias" ? "bias" : "kernel")}";
        var unit = $"resnet/block{int.Parse(parts[1]) + 1}/unit{int.Parse(parts[3]) + 1:00}";
        if (parts[4] == "downsample") return $"{unit}/a/proj/standardized_conv2d/kernel";
        var letter = "abc"[parts[4][^1] - '1'];
        return parts[4].StartsWith("norm", StringComparison.Ordinal) ? $"{unit}/{letter}/group_norm/{last}" : $"{unit}/{letter}/standardized_conv2d/kernel";
    }

    // [O, I, H, W] to [H, W, I, O].
    private static float[] LastFirst(float[] values, long[] shape)
    {
        var (outputs, inputs, area) = ((int)shape[0], (int)shape[1], (int)(shape[2] * shape[3]));
        var turned = new float[values.Length];
        for (var o = 0; o < outputs; o++)
            for (var i = 0; i < inputs; i++)
                for (var place = 0; place < area; place++) turned[(place * inputs + i) * outputs + o] = values[(o * inputs + i) * area + place];
        return turned;
    }
}
