using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlNetTL.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>Every network that torchvision has too, against what torchvision 0.14.1 says and computes (make_torchvision_reference.py).</summary>
[TestClass]
public sealed class TorchvisionReferenceTests
{
    // Files that torchvision published anew after 0.14.1, because their names carried a wrong hash (pytorch/vision, issue 7744).
    private static readonly Dictionary<string, string> s_renamed = new()
    {
        ["efficientnet_b0_rwightman-3dd342df.pth"] = "efficientnet_b0_rwightman-7f5810bc.pth",
        ["efficientnet_b1_rwightman-533bc792.pth"] = "efficientnet_b1_rwightman-bac287d4.pth",
        ["efficientnet_b2_rwightman-bcdf34b7.pth"] = "efficientnet_b2_rwightman-c35c1473.pth",
        ["efficientnet_b3_rwightman-cf984f9c.pth"] = "efficientnet_b3_rwightman-b3899882.pth",
        ["efficientnet_b4_rwightman-7eb33cd5.pth"] = "efficientnet_b4_rwightman-23ab8bcd.pth",
        ["efficientnet_b5_lukemelas-b6417697.pth"] = "efficientnet_b5_lukemelas-1a07897c.pth",
        ["efficientnet_b6_lukemelas-c76e70fd.pth"] = "efficientnet_b6_lukemelas-24a108a5.pth",
        ["efficientnet_b7_lukemelas-dcc49843.pth"] = "efficientnet_b7_lukemelas-c5b4e57e.pth",
    };

    private static readonly JsonElement s_reference = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(Repository.Root, "tests/MlNetTL.Tests/Backbones/torchvision.json"))).RootElement;

    public static IEnumerable<object[]> Rows => s_reference.EnumerateObject().Select(row => new object[] { row.Name });

    [TestMethod]
    public void EveryNetworkWithTorchvisionsWeightsIsCompared() => CollectionAssert.AreEquivalent(
        s_reference.EnumerateObject().Select(row => row.Name).ToArray(),
        BackboneTable.All.Rows.Where(row => row.Weights.Any(weights => weights.Url.Host == "download.pytorch.org")).Select(row => row.Name).ToArray());

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void StateParametersAndLogitsEqualTorchvisions(string name)
    {
        var expected = s_reference.GetProperty(name);
        Assert.AreEqual(expected.GetProperty("parameters").GetInt64(), BackboneTable.All[name].ParameterCount);
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].BuildEmpty(channels: 3, new Top(10));
        var state = string.Join('\n', GoldenFormula.Walk(network).Select(row => $"{row.Name} [{string.Join(',', row.Shape)}]"));
        Assert.AreEqual(expected.GetProperty("state").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state))));

        GoldenFormula.Fill(network, weightGainSquared: 2);
        network.eval();
        var type = expected.GetProperty("double").GetBoolean() ? ScalarType.Float64 : ScalarType.Float32;
        network.to(type);
        using var inference = inference_mode();
        var logits = network.call(GoldenFormula.Input(2, 3, 96, 96).to(type)).to(ScalarType.Float64).flatten().data<double>().ToArray();
        var reference = expected.GetProperty("output").EnumerateArray().SelectMany(row => row.Deserialize<double[]>()!).ToArray();
        var tolerance = 1e-4 * reference.Max(Math.Abs);
        for (var i = 0; i < reference.Length; i++) Assert.AreEqual(reference[i], logits[i], tolerance, $"element {i}");
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void WeightsSayWhatTorchvisionSaysOfThem(string name)
    {
        var ours = BackboneTable.All[name].Weights.Where(weights => weights.Url.Host == "download.pytorch.org").ToDictionary(weights => weights.FileName);
        var theirs = s_reference.GetProperty(name).GetProperty("weights").EnumerateArray().ToList();
        Assert.HasCount(theirs.Count, ours);
        foreach (var expected in theirs)
        {
            var file = expected.GetProperty("file").GetString()!;
            var weights = ours[s_renamed.GetValueOrDefault(file, file)];
            Assert.AreEqual($"https://download.pytorch.org/models/{weights.FileName}", weights.Url.AbsoluteUri);
            Assert.AreEqual(expected.GetProperty("top1").GetDouble(), weights.Top1, file);
            Assert.AreEqual((expected.GetProperty("resize").GetInt32(), expected.GetProperty("crop").GetInt32()), (weights.Input.Resize, weights.Input.Crop), file);
            Assert.AreEqual(expected.GetProperty("interpolation").GetString(), weights.Input.Interpolation.ToString().ToLowerInvariant(), file);
            // torchvision's InceptionV3 turns ImageNet's normalisation into this one within the network.
            var preprocessing = name == "inception_v3"
                ? Preprocessing.MinusOneToOne
                : new Preprocessing(expected.GetProperty("mean").Deserialize<float[]>()!, expected.GetProperty("std").Deserialize<float[]>()!);
            Assert.AreEqual(preprocessing, weights.Preprocessing, file);
        }
    }
}
