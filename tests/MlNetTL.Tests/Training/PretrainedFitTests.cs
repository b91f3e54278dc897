using System.Security.Cryptography;
using MlNetTL.Backbones;
using MlNetTL.Training;
using MlNetTL.Weights;
using TorchSharp;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class PretrainedFitTests
{
    [TestMethod]
    public void AFrozenBackboneHoldsTheValuesOfTheFile()
    {
        using var images = new StripedImages(12);
        using var saved = Save(images["weights.safetensors"]);
        using var trained = images.Fit(Frozen(images["weights.safetensors"]), channels: 3);
        var given = saved.state_dict();
        foreach (var (name, tensor) in trained.Model.Network.state_dict())
            if (!name.StartsWith("fc.", StringComparison.Ordinal)) Assert.IsTrue(tensor.equal(given[name]).all().item<bool>(), name);
        var description = trained.Model.Description;
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(images["weights.safetensors"]))), description.PretrainedSha256);
        Assert.AreEqual("weights.safetensors", description.PretrainedWeights);
    }

    [TestMethod]
    public void TheFirstConvolutionIsSummedForGreyImages()
    {
        using var images = new StripedImages(12);
        using var saved = Save(images["weights.safetensors"]);
        using var trained = images.Fit(Frozen(images["weights.safetensors"]), channels: 1);
        using var scope = torch.NewDisposeScope();
        var (given, found) = (saved.state_dict(), trained.Model.Network.state_dict());
        CollectionAssert.AreEqual(new long[] { 64, 1, 7, 7 }, found["conv1.weight"].shape);
        Assert.IsTrue(found["conv1.weight"].allclose(given["conv1.weight"].sum(1, keepdim: true), 1e-5, 1e-6));
        Assert.IsTrue(found["layer4.1.conv2.weight"].equal(given["layer4.1.conv2.weight"]).all().item<bool>());
    }

    [TestMethod]
    public void WeightsThatCannotBeLoadedAreToldBeforeAnyImageIsRead()
    {
        using var images = new StripedImages(12);
        using (Save(images["weights.safetensors"]))
            foreach (var row in images.Rows) File.Delete(row.Path);
        var absent = Assert.ThrowsExactly<FileNotFoundException>(() => images.Fit(Frozen(images["absent.pth"])));
        StringAssert.Contains(absent.Message, "Weights of resnet18 must be one of");
        StringAssert.Contains(absent.Message, "absent.pth");
        var options = Frozen(images["weights.safetensors"]);
        options.Backbone = "resnet50";
        var other = Assert.ThrowsExactly<InvalidDataException>(() => images.Fit(options));
        StringAssert.Contains(other.Message, "It fits 'resnet18'");
    }

    private static ImageTransferLearningTrainer.Options Frozen(string weights)
    {
        var options = StripedImages.Quick(epochs: 1);
        options.Weights = weights;
        options.FreezeBackbone = true;
        return options;
    }

    private static Backbone Save(string path)
    {
        var network = BackboneTable.All["resnet18"].Build(3, new(7), seed: 9);
        using var file = File.Create(path);
        SafetensorsWriter.Write(file, network.state_dict().Select(entry => (entry.Key, entry.Value)));
        return network;
    }
}
