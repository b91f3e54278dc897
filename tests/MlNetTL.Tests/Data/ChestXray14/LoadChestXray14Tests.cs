using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadChestXray14Tests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ReadsTheQuirksOfTheRelease()
    {
        Write(["images_001/images", "images_012/images", "images"], ChestXray14Miniature.Header,
            ChestXray14Miniature.Line(7, 2, "Effusion|Hernia", "058Y", "M", "AP"), ChestXray14Miniature.Line(8, 0, age: "010M", sex: "", view: ""), ChestXray14Miniature.Line(9, 0, "Pleural_Thickening", age: "414"));
        var view = _ml.Data.LoadChestXray14(_folder.Path, ChestXray14Split.All);
        Assert.AreEqual("Path Patient Study FollowUp View Sex Age Width Height Labels", string.Join(' ', view.Schema.Select(column => column.Name)));
        CollectionAssert.AreEqual(new[] { "images_001/images/00000007_002.png", "images_012/images/00000008_000.png", "images/00000009_000.png" },
            view.GetColumn<string>("Path").Select(path => Path.GetRelativePath(_folder.Path, path)).ToArray());
        CollectionAssert.AreEqual(new[] { "7/2", "8/0", "9/0" }, view.GetColumn<string>("Study").ToArray());
        CollectionAssert.AreEqual(new[] { "Male", "", "Female" }, view.GetColumn<string>("Sex").ToArray());
        CollectionAssert.AreEqual(new[] { "AP", "", "PA" }, view.GetColumn<string>("View").ToArray());
        CollectionAssert.AreEqual(new[] { 58, 10 / 12f, float.NaN }, view.GetColumn<float>("Age").ToArray());
        CollectionAssert.AreEqual(new[] { 2682f, 2682, 2682 }, view.GetColumn<float>("Width").ToArray());
        CollectionAssert.AreEqual(new[] { 2749f, 2749, 2749 }, view.GetColumn<float>("Height").ToArray());
        var labels = view.GetColumn<float[]>("Labels").ToArray();
        Assert.AreEqual("Effusion Hernia", string.Join(' ', ChestXray14Labels.Findings.Where((_, i) => labels[0][i] == 1)));
        Assert.IsTrue(labels[1].All(value => value == 0));
        Assert.HasCount(14, labels[2]);
    }

    [TestMethod]
    [DataRow("Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Sex,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]")]
    [DataRow("Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,OriginalImageWidth,OriginalImageHeight,OriginalImagePixelSpacing_x,OriginalImagePixelSpacing_y")]
    public void ReadsOtherCopiesOfTheTable(string header)
    {
        Write(["images"], header, ChestXray14Miniature.Line(7).TrimEnd(','));
        var view = _ml.Data.LoadChestXray14(_folder.Path, ChestXray14Split.All);
        Assert.AreEqual(("Female", 2749f), (view.GetColumn<string>("Sex").Single(), view.GetColumn<float>("Height").Single()));
    }

    [TestMethod]
    public void NoFindingIsALabelToo()
    {
        Write(["images"], ChestXray14Miniature.Header, ChestXray14Miniature.Line(7), ChestXray14Miniature.Line(8, findings: "Mass"));
        var view = _ml.Data.LoadChestXray14(_folder.Path, new ChestXray14Options(ChestXray14Split.All, ["No Finding", "Mass"]));
        CollectionAssert.AreEqual(new[] { 1f, 0, 0, 1 }, view.GetColumn<float[]>("Labels").SelectMany(row => row).ToArray());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        view.Schema["Labels"].GetSlotNames(ref names);
        Assert.AreEqual("No Finding,Mass", string.Join(',', names.DenseValues()));
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadChestXray14(_folder.Path, new ChestXray14Options(Labels: ["Efusion"])));
        Assert.Contains("Labels must be findings of ChestX-ray14. Received: 'Efusion'. Did you mean 'Effusion'?", error.Message);
    }

    [TestMethod]
    public void TheOfficialListsAreTheSplits()
    {
        ChestXray14Miniature.Write(_folder["mini"], trainPatients: 4, testPatients: 2, size: 8);
        Assert.AreEqual(8, _ml.Data.LoadChestXray14(_folder.Path).GetRowCount());
        var test = _ml.Data.LoadChestXray14(_folder["mini"], ChestXray14Split.Test);
        CollectionAssert.AreEqual(new[] { "5", "5", "6", "6" }, test.GetColumn<string>("Patient").ToArray());
    }

    [TestMethod]
    public void ATableOfItsOwnNameIsFoundInTheFolderOrBelow()
    {
        ChestXray14Miniature.WriteTable(_folder["a"], [ChestXray14Miniature.Line(1)], file: "Data_Entry_2017_v2020.csv");
        ChestXray14Miniature.Touch(_folder["a"], "images", ChestXray14Miniature.Name(1));
        Assert.AreEqual(1, _ml.Data.LoadChestXray14(_folder.Path, ChestXray14Split.All).GetRowCount());
        ChestXray14Miniature.WriteTable(_folder["b"], [ChestXray14Miniature.Line(1)]);
        Assert.Contains("One copy of ChestX-ray14 must be meant.", Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadChestXray14(_folder.Path)).Message);
    }

    [TestMethod]
    [TestCategory(SharedFolder.Category)]
    public void ReadsRealImages()
    {
        var folder = SharedFolder.Require("data/chestxray14");
        var train = _ml.Data.LoadChestXray14(folder);
        var test = _ml.Data.LoadChestXray14(folder, ChestXray14Split.Test);
        Assert.AreEqual((472L, 149L), (train.GetRowCount(), test.GetRowCount()));
        Assert.IsFalse(train.GetColumn<string>("Patient").ToHashSet().Overlaps(test.GetColumn<string>("Patient")));
        Assert.IsTrue(train.GetColumn<string>("Path").Concat(test.GetColumn<string>("Path")).All(File.Exists));
        // Counted without the reader.
        var lines = File.ReadLines(Path.Combine(folder, "Data_Entry_2017.csv")).Skip(1).Select(line => line.Split(',')[1].Split('|')).ToArray();
        var all = _ml.Data.LoadChestXray14(folder, ChestXray14Split.All).GetColumn<float[]>("Labels").ToArray();
        for (var i = 0; i < 14; i++) Assert.AreEqual(lines.Count(findings => findings.Contains(ChestXray14Labels.Findings[i])), (int)all.Sum(row => row[i]));
    }

    // One image after another into the folders.
    private void Write(string[] folders, string header, params string[] lines)
    {
        ChestXray14Miniature.WriteTable(_folder.Path, lines, header);
        for (var i = 0; i < lines.Length; i++) ChestXray14Miniature.Touch(_folder.Path, folders[i % folders.Length], lines[i].Split(',')[0]);
    }
}
