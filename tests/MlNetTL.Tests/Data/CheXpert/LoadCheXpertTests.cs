using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadCheXpertTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void KeepsTheFourValuesApartUnderTheirNames()
    {
        var root = CheXpertMiniature.Write(_folder["CheXpert-v1.0-small"], [CheXpertMiniature.Line(7, labels: "1.0,0.0,-1.0,,1,0,-1,,,,,,,")]);
        var view = _ml.Data.LoadCheXpert(root);

        CollectionAssert.AreEqual(
            new[] { "Path", "Patient", "Study", "View", "Projection", "Sex", "Age", "Labels" }, view.Schema.Select(column => column.Name).ToArray());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        view.Schema["Labels"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(CheXpertMiniature.Header.Split(',')[5..], names.DenseValues().Select(name => name.ToString()).ToArray());
        var labels = view.GetColumn<float[]>("Labels").Single();
        CollectionAssert.AreEqual(
            new[] { 1, 0, -1, float.NaN, 1, 0, -1, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN }, labels);
        Assert.AreEqual(TextDataViewType.Instance, view.Schema["Patient"].Type);
        Assert.AreEqual("patient00007", view.GetColumn<string>("Patient").Single());
        Assert.AreEqual("patient00007/study1", view.GetColumn<string>("Study").Single());
        Assert.AreEqual("Frontal AP Female 27", $"{view.GetColumn<string>("View").Single()} {view.GetColumn<string>("Projection").Single()} {view.GetColumn<string>("Sex").Single()} {view.GetColumn<float>("Age").Single()}");
    }

    [TestMethod]
    [DataRow("CheXpert-v1.0-small", "")]
    [DataRow("CheXpert-v1.0", "")]
    [DataRow("renamed", "")]
    [DataRow("CheXpert-v1.0-small", "..")]
    [DataRow("renamed", "..")]
    public void TakesTheRootOrItsParentUnderAnyName(string name, string from)
    {
        var root = CheXpertMiniature.Write(_folder[name], [CheXpertMiniature.Line(1)]);
        var path = _ml.Data.LoadCheXpert(Path.Combine(root, from)).GetColumn<string>("Path").Single();
        Assert.AreEqual(Path.Combine(root, "train", "patient00001", "study1", "view1_frontal.jpg"), path);
    }

    [TestMethod]
    public void FiltersViewsAndReadsEitherFile()
    {
        var lines = new[] { CheXpertMiniature.Line(1), CheXpertMiniature.Line(1, view: 2, side: "Lateral"), CheXpertMiniature.Line(2) };
        CheXpertMiniature.Write(_folder.Path, lines);
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(3)], "valid.csv");
        Assert.HasCount(3, _ml.Data.LoadCheXpert(_folder.Path).GetColumn<string>("Path"));
        Assert.HasCount(2, _ml.Data.LoadCheXpert(_folder.Path, CheXpertView.Frontal).GetColumn<string>("Path"));
        Assert.AreEqual("Lateral", _ml.Data.LoadCheXpert(_folder.Path, CheXpertView.Lateral).GetColumn<string>("View").Single());
        Assert.AreEqual("patient00003", _ml.Data.LoadCheXpert(_folder.Path, split: CheXpertSplit.Valid).GetColumn<string>("Patient").Single());
    }

    [TestMethod]
    public void ChoosesLabelsByName()
    {
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(1, labels: ",,1.0,0.0,,,,,,,,,,")]);
        var view = _ml.Data.LoadCheXpert(_folder.Path, new CheXpertOptions(Labels: ["Lung Opacity", "Cardiomegaly"]));
        CollectionAssert.AreEqual(new[] { 0f, 1f }, view.GetColumn<float[]>("Labels").Single());
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadCheXpert(_folder.Path, new CheXpertOptions(Labels: ["Cardiomegali"])));
        Assert.StartsWith("Labels must be observations of CheXpert. Received: 'Cardiomegali'. Did you mean 'Cardiomegaly'? Known: No Finding, ", error.Message);
    }

    [TestMethod]
    public void ToleratesFurtherColumnsInAnyOrder()
    {
        CheXpertMiniature.Write(_folder.Path, ["hospital 3," + CheXpertMiniature.Line(1)], header: "Site," + CheXpertMiniature.Header);
        Assert.AreEqual("patient00001", _ml.Data.LoadCheXpert(_folder.Path).GetColumn<string>("Patient").Single());
    }

    [TestMethod]
    public void LooksForTheImagesOnlyWhereAsked()
    {
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(1), CheXpertMiniature.Line(2)]);
        var there = _folder["train/patient00001/study1/view1_frontal.jpg"];
        Directory.CreateDirectory(Path.GetDirectoryName(there)!);
        File.WriteAllText(there, "");
        Assert.HasCount(2, _ml.Data.LoadCheXpert(_folder.Path).GetColumn<string>("Path"));
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadCheXpert(_folder.Path, new CheXpertOptions(CheckFiles: true)));
        Assert.Contains("has a problem:", error.Message);
        Assert.Contains("train.csv, line 3, column 'Path': found no file at", error.Message);
    }

    [TestMethod]
    [TestCategory(SharedFolder.Category)]
    public void ReadsRealFiles()
    {
        var root = SharedFolder.Require("data/chexpert");
        var train = _ml.Data.LoadCheXpert(root, new CheXpertOptions(CheckFiles: true));
        var valid = _ml.Data.LoadCheXpert(root, new CheXpertOptions(Split: CheXpertSplit.Valid, CheckFiles: true));
        Assert.HasCount(472, train.GetColumn<string>("Path"));
        Assert.HasCount(149, valid.GetColumn<string>("Path"));
        var values = train.GetColumn<float[]>("Labels").SelectMany(row => row).ToArray();
        foreach (var value in new[] { 1, 0, -1, float.NaN }) Assert.Contains(value, values);
    }
}
