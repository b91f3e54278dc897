using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Images;
using MlNetTL.Tests.Images;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadCoNSePTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void EveryNucleusHasItsPatchItsTileAndItsClass()
    {
        CoNSePMiniature.Write(_folder["CoNSeP"]);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(CoNSePMiniature.Fixtures, "expected.json")));
        var view = _ml.Data.LoadCoNSeP(_folder.Path, patchSize: 16);
        CollectionAssert.AreEqual(new[] { "Path", "Source", "Label", "X", "Y" }, view.Schema.Select(column => column.Name).ToArray());
        var (paths, sources, labels) = (view.GetColumn<string>("Path").ToArray(), view.GetColumn<string>("Source").ToArray(), view.GetColumn<string>("Label").ToArray());
        var (xs, ys) = (view.GetColumn<float>("X").ToArray(), view.GetColumn<float>("Y").ToArray());
        CollectionAssert.AreEqual(new[] { "train_1", "train_2", "train_10" }, sources.Distinct().ToArray(), "by number, not by letters");
        for (int row = 0, nucleus = 0; row < paths.Length; row++)
        {
            nucleus = row > 0 && sources[row] == sources[row - 1] ? nucleus + 1 : 0;
            var expected = json.RootElement.GetProperty(sources[row])[nucleus];
            var corner = expected.GetProperty("corner");
            Assert.AreEqual(_folder[$"CoNSeP/Train/Images/{sources[row]}.png#xywh={corner[0]},{corner[1]},16,16"], paths[row]);
            Assert.AreEqual(CoNSePLabels.Seven[expected.GetProperty("type").GetInt32() - 1], labels[row]);
            Assert.AreEqual(((float)expected.GetProperty("x").GetDouble(), (float)expected.GetProperty("y").GetDouble()), (xs[row], ys[row]));
            Assert.AreEqual(expected.GetProperty("sum").GetInt32(), Fixture.Decode(paths[row], new DecodeSettings(16, 16)).Sum(value => value));
        }
        Assert.HasCount(36, paths);
    }

    [TestMethod]
    public void FourClassesMergeTheEpithelialAndTheSpindleShaped()
    {
        CoNSePMiniature.Write(_folder.Path);
        var seven = _ml.Data.LoadCoNSeP(_folder.Path, CoNSePSplit.Test).GetColumn<string>("Label").ToArray();
        var four = _ml.Data.LoadCoNSeP(_folder.Path, CoNSePSplit.Test, classes: CoNSePClasses.Four).GetColumn<string>("Label").ToArray();
        var merged = seven.Select(name => name switch
        {
            "Healthy epithelial" or "Malignant epithelial" => "Epithelial",
            "Fibroblast" or "Muscle" or "Endothelial" => "Spindle-shaped",
            _ => name,
        });
        CollectionAssert.AreEqual(merged.ToArray(), four);
        CollectionAssert.AreEqual(CoNSePLabels.Seven.ToArray(), seven[..7]);
    }

    [TestMethod]
    public void EverythingThatIsWrongIsNamedAtOnce()
    {
        CoNSePMiniature.Write(_folder.Path);
        var mat = Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Data", "Mat", "Fixtures");
        File.Delete(_folder["Train/Labels/train_1.mat"]);
        File.Copy(Path.Combine(mat, "v73.mat"), _folder["Train/Labels/train_2.mat"], overwrite: true);
        File.Copy(Path.Combine(mat, "big.mat"), _folder["Train/Labels/train_10.mat"], overwrite: true);
        File.WriteAllText(_folder["Train/Labels/train_11.mat"], "");
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadCoNSeP(_folder.Path));
        Assert.StartsWith($"{_folder.Path} has 4 problems:", error.Message);
        Assert.Contains("Train/Labels/train_1.mat: found no file, expected the labels of the image of this name.", error.Message);
        Assert.Contains("Train/Labels/train_2.mat: it is a MATLAB file of version 7.3", error.Message);
        Assert.Contains("Train/Labels/train_10.mat: found no inst_type and no inst_centroid, expected the arrays", error.Message);
        Assert.Contains("Train/Images/train_11.png: found no file, expected the image of the labels of this name.", error.Message);
    }

    [TestMethod]
    [DataRow("sizes.mat", "found inst_type of 2 x 1 and inst_centroid of 3 x 2, expected N x 1 and N x 2 for the same N.")]
    [DataRow("values.mat", "found the type 0 of nucleus 1, expected 1 to 7.|found the type 2.5 of nucleus 2, expected 1 to 7.|found the centroid (64, 3) of nucleus 3, expected x, y on the tile of 64 x 64 pixels.|found the centroid (NaN, 1) of nucleus 4")]
    public void SizesTypesAndCentroidsAreChecked(string file, string messages)
    {
        CoNSePMiniature.Write(_folder.Path);
        File.Copy(Path.Combine(CoNSePMiniature.Fixtures, file), _folder["Test/Labels/test_1.mat"], overwrite: true);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadCoNSeP(_folder.Path, CoNSePSplit.Test));
        foreach (var message in messages.Split('|')) Assert.Contains(message, error.Message);
    }

    [TestMethod]
    public void FoldersAndSettingsThatCannotBeAreRefused()
    {
        Assert.Contains("must hold Train/Images and Train/Labels", Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadCoNSeP(_folder["none"])).Message);
        Assert.Contains("Received: 0.", Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadCoNSeP(_folder.Path, patchSize: 0)).Message);
        var classes = Assert.ThrowsExactly<ArgumentException>(() => DatasetTable.All["consep"].Load(_ml, new("consep", _folder.Path, Classes: 5)));
        Assert.AreEqual("Classes must be 7 or 4. Received: 5.", classes.Message);
    }
}
