using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Tests.Images;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadDicomFolderTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ImagesAreKnownByTheirBytesAndDescribedByTheirHeaders()
    {
        using var folder = new TemporaryFolder();
        Copy("window.dcm", folder["a.dcm"]);
        Copy("lossless.dcm", folder["1.2.826.0.17"]);
        Copy("bare_implicit.dcm", folder["IM0001"]);
        Copy("report.dcm", folder["report.dcm"]);
        Copy("DICOMDIR", folder["DICOMDIR"]);
        File.WriteAllText(folder["notes"], "no image");
        File.Copy(Fixture.Path("grey.jpg"), folder["photo.jpg"]);

        var view = _ml.Data.LoadDicomFolder(folder.Path);
        CollectionAssert.AreEqual(new[] { folder["1.2.826.0.17"], folder["IM0001"], folder["a.dcm"] }, view.GetColumn<string>("Path").ToArray());
        Assert.AreEqual("P-0017|1.2.826.0.1.3680043.17|PA|Female|58|DX", string.Join('|', view.GetColumn<string>("Patient").First(), view.GetColumn<string>("Study").First(),
            view.GetColumn<string>("View").First(), view.GetColumn<string>("Sex").First(), view.GetColumn<float>("Age").First(), view.GetColumn<string>("Modality").First()));
        var pixels = _ml.Transforms.LoadImageTensors("Image", 37, 45, channels: 1).Fit(view).Transform(view).GetColumn<byte[]>("Image").ToArray();
        CollectionAssert.AreEqual(pixels[0], pixels[2]);

        var all = _ml.Data.LoadImageFolder(folder.Path).GetColumn<string>("Path").Select(path => Path.GetFileName(path)!).ToArray();
        CollectionAssert.AreEqual(new[] { "1.2.826.0.17", "IM0001", "a.dcm", "photo.jpg", "report.dcm" }, all);
    }

    [TestMethod]
    public void EveryDamagedHeaderIsNamedAtOnce()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["one.dcm"], Fixture.Bytes("dicom/window.dcm")[..300]);
        File.WriteAllBytes(folder["two.dcm"], [1, 2, 3]);
        Copy("window.dcm", folder["well.dcm"]);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadDicomFolder(folder.Path));
        Assert.Contains("2 DICOM file(s)", error.Message);
        Assert.Contains("one.dcm", error.Message);
        Assert.Contains("two.dcm", error.Message);
        Assert.DoesNotContain("well.dcm", error.Message);
    }

    [TestMethod]
    public void AFolderWithoutImagesSaysSo()
    {
        using var folder = new TemporaryFolder();
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadDicomFolder(folder.Path));
        Copy("report.dcm", folder["report.dcm"]);
        Assert.Contains("directories or reports", Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadDicomFolder(folder.Path)).Message);
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadDicomFolder(folder["none"]));
    }

    private static void Copy(string name, string to) => File.Copy(Fixture.Path($"dicom/{name}"), to);
}
