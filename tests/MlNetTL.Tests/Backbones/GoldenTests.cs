using System.Text.Json;
using MlNetTL.Backbones;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

[TestClass]
[TestCategory(SharedFolder.Category)]
public sealed class GoldenTests
{
    private static readonly string[] s_published =
        ["vgg16", "resnet18", "resnet50", "densenet121", "densenet201", "efficientnet_b0", "efficientnet_b5", "inception_v3", "nf_resnet50", "resnetv2_50x1_bit"];

    public static IEnumerable<object[]> Rows => s_published.Select(name => new object[] { name });

    [TestMethod]
    public void EveryGoldenNetworkIsHere() => CollectionAssert.AreEquivalent(s_published,
        Directory.GetFiles(SharedFolder.Require("golden"), "*.json").Select(Path.GetFileNameWithoutExtension).Where(name => BackboneTable.All.Names.Contains(name)).ToArray());

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void StateAndLogitsEqualThePublishedNetworks(string name)
    {
        var golden = GoldenFormula.Read($"{name}.json");
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].Build(channels: 3, new Top(10), seed: 1);

        var expected = golden.GetProperty("state").EnumerateArray().Select(row => $"{row[0].GetString()} {row[1].GetRawText().Replace(" ", "", StringComparison.Ordinal)}").ToArray();
        CollectionAssert.AreEqual(expected, GoldenFormula.Walk(network).Select(row => $"{row.Name} [{string.Join(",", row.Shape)}]").ToArray());
        Assert.AreEqual(golden.GetProperty("parameters").GetInt64(), network.parameters().Sum(parameter => parameter.NumberOfElements));

        GoldenFormula.Fill(network, golden.GetProperty("weight_gain_squared").GetDouble());
        network.eval();
        using var inference = inference_mode();
        var images = GoldenFormula.Input(Numbers<long>(golden.GetProperty("input_shape")));
        // SequentialSums says why; TorchvisionReferenceTests compares this network's own arithmetic, in float64.
        var logits = name == "efficientnet_b5" ? network.Run(new SequentialSums(), images) : network.call(images);
        AreClose([.. golden.GetProperty("output").EnumerateArray().SelectMany(Numbers<double>)], logits, relative: 1e-4);
    }

    [TestMethod]
    [DataRow("resnet18", "resnet18.pth")]
    [DataRow("resnet50", "resnet50.fp16.safetensors")]
    public void RealCheckpointsGiveTorchvisionsAnswers(string name, string file)
    {
        var golden = GoldenFormula.Read("pretrained.json").GetProperty(file);
        var path = SharedFolder.Require($"data/weights/{file}");
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].Build(channels: 3, new Top(1000), seed: 1);
        using (var checkpoint = Checkpoint.Open(path))
            Assert.IsEmpty(CheckpointFitter.Fit(network, checkpoint, file).LeftNew);
        network.eval();
        using var inference = inference_mode();
        var logits = network.call(GoldenFormula.Input(Numbers<long>(golden.GetProperty("input_shape"))));
        var largest = logits.abs().max().item<float>();
        for (var row = 0; row < 2; row++)
        {
            var top5 = logits[row].topk(5).indexes.data<long>().ToArray();
            CollectionAssert.AreEqual(Numbers<long>(golden.GetProperty("top5")[row]), top5);
            AreClose(Numbers<double>(golden.GetProperty("first10")[row]), logits[row][TensorIndex.Slice(0, 10)].contiguous(), absolute: 1e-4 * largest);
            var sum = golden.GetProperty("sum")[row].GetDouble();
            Assert.AreEqual(sum, logits[row].to(ScalarType.Float64).sum().item<double>(), 1e-5 * Math.Abs(sum));
        }
    }

    private static T[] Numbers<T>(JsonElement array) => array.Deserialize<T[]>()!;

    private static void AreClose(double[] expected, Tensor actual, double relative = 0, double absolute = 0)
    {
        var tolerance = absolute + relative * expected.Max(Math.Abs);
        var values = actual.data<float>().ToArray();
        Assert.HasCount(expected.Length, values);
        for (var i = 0; i < values.Length; i++) Assert.AreEqual(expected[i], values[i], tolerance, $"element {i}");
    }
}
