using MlNetTL.Backbones;
using MlNetTL.Foundation;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class WeightsLocatorTests
{
    private static readonly BackboneDefinition s_row = BackboneTable.All["resnet18"];

    [TestMethod]
    [DataRow("imagenet")]
    [DataRow("ImageNet1k-V1")]
    public void NamedWeightsThatAreNotThereSayWhichFileToPutWhere(string name) => InFolder(folder =>
    {
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => WeightsLocator.Find(s_row, name));
        Assert.Contains(folder["resnet18-f37072fd.pth"], error.Message);
        Assert.Contains("Run 'mlnettl weights pull resnet18' or get https://download.pytorch.org/models/resnet18-f37072fd.pth and put it there", error.Message);
    });

    [TestMethod]
    public void AFileUnderAPublishedNameMustBeThePublishedOne() => InFolder(folder =>
    {
        File.WriteAllText(folder["resnet18-f37072fd.pth"], "abc");
        var error = Assert.ThrowsExactly<InvalidDataException>(() => WeightsLocator.Find(s_row, "imagenet"));
        // The SHA-256 of "abc" in FIPS 180-2's example.
        Assert.Contains("must begin with f37072fd and is ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", error.Message);
    });

    [TestMethod]
    public void ARowsFileIsFoundWithItsPreprocessing() => InFolder(folder =>
    {
        var own = new Preprocessing([0.5f], [0.25f]);
        var row = s_row with { Weights = [new("own", new Uri("https://example.org/a/own.pth"), "ba7816bf", "MIT", 50, 2, own, PublishedInput.ImageNet)] };
        File.WriteAllText(folder["own.pth"], "abc");
        var found = WeightsLocator.Find(row, "own");
        Assert.AreEqual(folder["own.pth"], found.Path);
        Assert.AreEqual(own, found.Preprocessing);
        Assert.AreEqual("own", found.Definition!.Name);
    });

    [TestMethod]
    public void OtherWeightsThanTheFirstArePulledByTheirName() => InFolder(_ =>
        Assert.Contains("Run 'mlnettl weights pull resnet50:imagenet1k-v2' or get", Assert.ThrowsExactly<FileNotFoundException>(() => WeightsLocator.Find(BackboneTable.All["resnet50"], "imagenet1k-v2")).Message));

    [TestMethod]
    public void WhereNoHashIsPublishedTheRecordedOneHolds() => InFolder(folder =>
    {
        var row = s_row with { Weights = [new("own", new Uri("https://example.org/a/own.pth"), null, "MIT", 50, 2, Preprocessing.MinusOneToOne, PublishedInput.ImageNet)] };
        File.WriteAllText(folder["own.pth"], "abc");
        Assert.AreEqual(folder["own.pth"], WeightsLocator.Find(row, "own").Path);
        File.WriteAllText(folder["own.pth.sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  own.pth\n");
        Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", WeightsLocator.Find(row, "own").Sha256);
        File.WriteAllText(folder["own.pth"], "abcd");
        var error = Assert.ThrowsExactly<InvalidDataException>(() => WeightsLocator.Find(row, "own"));
        Assert.Contains("own.pth.sha256 records the SHA-256 ba7816bf", error.Message);
    });

    // 'ResNet50.pt' is a name that anybody gives: RadImageNet's file has no head, ImageNet's has 1000 outputs.
    [TestMethod]
    public void WhereNoHashIsPublishedAFilesContentTellsWhetherItIsThePublishedOne() => InFolder(folder =>
    {
        var row = s_row with { Weights = [new("own", new Uri("https://example.org/a/Own.safetensors"), null, "MIT", null, 0, Preprocessing.MinusOneToOne, PublishedInput.ImageNet)] };
        Save(folder["own.safetensors"], head: true);
        var mine = WeightsLocator.Find(row, folder["own.safetensors"]);
        Assert.IsNull(mine.Definition);
        Assert.IsNull(mine.Preprocessing);
        Save(folder["own.safetensors"], head: false);
        var published = WeightsLocator.Find(row, folder["own.safetensors"]);
        Assert.AreEqual("own", published.Definition!.Name);
        Assert.AreEqual(Preprocessing.MinusOneToOne, published.Preprocessing);
        File.WriteAllText(folder["own.safetensors"], "abcd");
        Assert.IsNull(WeightsLocator.Find(row, folder["own.safetensors"]).Definition);
    });

    private static void Save(string path, bool head)
    {
        using var network = s_row.Build(3, new Top(1000), seed: 1);
        using var file = File.Create(path);
        SafetensorsWriter.Write(file, network.state_dict().Where(entry => head || !network.IsHead(entry.Key)).Select(entry => (entry.Key, entry.Value)));
    }

    [TestMethod]
    public void APathWorksWhereANameDoes() => InFolder(folder =>
    {
        File.WriteAllText(folder["mine.pth"], "abc");
        Assert.AreEqual(new LocatedWeights(folder["mine.pth"], null), WeightsLocator.Find(s_row, folder["mine.pth"]));
        Assert.AreEqual(folder["mine.pth"] + "#ema", WeightsLocator.Find(s_row, folder["mine.pth"] + "#ema").Path);
        Assert.IsNull(WeightsLocator.Find(s_row, folder["mine.pth"]).Preprocessing, "Nothing tells.");
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => WeightsLocator.Find(s_row, "imagenett"));
        Assert.Contains("must be one of imagenet, imagenet1k-v1, or an existing file. Received: 'imagenett'. Did you mean 'imagenet'?", error.Message);
    });

    private static void InFolder(Action<TemporaryFolder> test)
    {
        using var folder = new TemporaryFolder();
        var before = Environment.GetEnvironmentVariable("MLNETTL_WEIGHTS");
        Environment.SetEnvironmentVariable("MLNETTL_WEIGHTS", folder.Path);
        try
        {
            Assert.AreEqual(folder.Path, Folders.Weights);
            test(folder);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLNETTL_WEIGHTS", before);
        }
    }
}
