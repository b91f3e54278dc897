using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class DatasetTableTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void EveryRowTellsWhatItIsAndWhereToGetIt()
    {
        foreach (var row in DatasetTable.All.Rows)
        {
            Assert.IsGreaterThan(20, row.Description.Length, row.Name);
            Assert.IsGreaterThan(5, row.Source.Length, row.Name);
            foreach (var setting in row.Settings) Assert.IsNotNull(typeof(DatasetRequest).GetProperty(setting), $"{row.Name}: {setting}");
        }
        var error = Assert.ThrowsExactly<ArgumentException>(() => DatasetTable.All["chexpart"]);
        Assert.AreEqual($"Unknown data set 'chexpart'. Did you mean 'chexpert'? Known: {string.Join(", ", DatasetTable.All.Names)}.", error.Message);
    }

    [TestMethod]
    public void LoadsCheXpertByName()
    {
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(1), CheXpertMiniature.Line(1, view: 2, side: "Lateral")]);
        var view = DatasetTable.All["chexpert"].Load(_ml, new DatasetRequest("chexpert", _folder.Path, View: "lateral", Labels: ["Edema"]));
        Assert.AreEqual("Lateral", view.GetColumn<string>("View").Single());
        Assert.HasCount(1, view.GetColumn<float[]>("Labels").Single());
    }

    [TestMethod]
    public void LoadsACsvByName()
    {
        File.WriteAllLines(_folder["x.csv"], ["path,a,b,set", "1.png,1,0,one", "2.png,,,two"]);
        var view = DatasetTable.All["csv"].Load(_ml, new DatasetRequest("csv", Csv: _folder["x.csv"], Labels: ["a"], SplitColumn: "set", Split: "one"));
        CollectionAssert.AreEqual(new[] { 1f }, view.GetColumn<float[]>("Labels").Single());
    }

    [TestMethod]
    public void SettingsThatADataSetDoesNotTakeAreAllNamed()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() =>
            DatasetTable.All["chexpert"].Load(_ml, new DatasetRequest("chexpert", Folder: "x", SplitColumn: "y", PatientColumn: "z")));
        Assert.EndsWith("Folder, Csv, View, Split, Labels, CheckFiles. Received also: PatientColumn, SplitColumn.", error.Message);
    }

    [TestMethod]
    public void MissingAndMisspeltSettingsAreNamed()
    {
        var missing = Assert.ThrowsExactly<ArgumentException>(() => DatasetTable.All["chexpert"].Load(_ml, new DatasetRequest("chexpert")));
        Assert.AreEqual("The data set 'chexpert' must be given Folder. Received nothing.", missing.Message);
        var misspelt = Assert.ThrowsExactly<ArgumentException>(() => DatasetTable.All["phantoms"].Load(_ml, new DatasetRequest("phantoms", View: "Frontl")));
        Assert.AreEqual("View must be one of All, Frontal, Lateral. Received: 'Frontl'. Did you mean 'Frontal'?", misspelt.Message);
    }
}
