using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>The full-size release in numbered batch folders.</summary>
[TestClass]
public sealed class CheXpertBatchTests : IDisposable
{
    private const string One = "CheXpert-v1.0 batch 1 (validate & csv)", Two = "CheXpert-v1.0 batch 2 (train 1)", Three = "CheXpert-v1.0 batch 3 (train 2)";

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void PatientsAreFoundInTheirBatch()
    {
        Write(One, "valid/patient64541/study1/view1_frontal.jpg");
        Write(Two, "patient00001/study1/view1_frontal.jpg");
        Write(Three, "patient00002/study1/view1_frontal.jpg");
        CheXpertMiniature.Write(_folder[One], [Line(1), Line(2)]);
        CheXpertMiniature.Write(_folder[One], [Line(64541).Replace("/train/", "/valid/")], "valid.csv");
        foreach (var given in new[] { _folder.Path, _folder[One] })
        {
            var train = _ml.Data.LoadCheXpert(given, new CheXpertOptions(CheckFiles: true));
            CollectionAssert.AreEqual(new[] { _folder[$"{Two}/patient00001/study1/view1_frontal.jpg"], _folder[$"{Three}/patient00002/study1/view1_frontal.jpg"] }, train.GetColumn<string>("Path").ToArray());
            CollectionAssert.AreEqual(new[] { "patient00001/study1", "patient00002/study1" }, train.GetColumn<string>("Study").ToArray());
            var valid = _ml.Data.LoadCheXpert(given, new CheXpertOptions(Split: CheXpertSplit.Valid, CheckFiles: true));
            Assert.AreEqual(_folder[$"{One}/valid/patient64541/study1/view1_frontal.jpg"], valid.GetColumn<string>("Path").Single());
        }
    }

    [TestMethod]
    public void APatientOfNoBatchOrOfTwoIsNamed()
    {
        Write(Two, "patient00001/study1/view1_frontal.jpg");
        CheXpertMiniature.Write(_folder[One], [Line(1), Line(2)]);
        Assert.Contains("line 3, column 'Path': found 'CheXpert-v1.0/train/patient00002/study1/view1_frontal.jpg', expected a folder of patient00002 in one of the batch folders.", Problem());
        Write(Three, "patient00001/study2/view1_frontal.jpg");
        Assert.Contains($"found patient00001 in {_folder[$"{Two}/patient00001"]} and in {_folder[$"{Three}/patient00001"]}, expected each patient in one batch folder.", Problem());
    }

    [TestMethod]
    public void OtherLabelsComeFromAnotherCsv()
    {
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(1, labels: "1.0,,,,,,,,,,,,,")]);
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(1, labels: "0.0,,,,,,,,,,,,,")], "train_cheXbert.csv");
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(2)], "valid.csv");
        var options = new CheXpertOptions(Labels: ["No Finding"], TrainCsv: "train_cheXbert.csv");
        Assert.AreEqual(0f, _ml.Data.LoadCheXpert(_folder.Path, options).GetColumn<float[]>("Labels").Single()[0]);
        Assert.AreEqual("patient00002", _ml.Data.LoadCheXpert(_folder.Path, options with { Split = CheXpertSplit.Valid }).GetColumn<string>("Patient").Single());
        var view = DatasetTable.All["chexpert"].Load(_ml, new DatasetRequest("chexpert", _folder.Path, Csv: "train_cheXbert.csv", Labels: ["No Finding"]));
        Assert.AreEqual(0f, view.GetColumn<float[]>("Labels").Single()[0]);
        Assert.Contains("TrainCsv must be a path inside", Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadCheXpert(_folder.Path, options with { TrainCsv = "../x.csv" })).Message);
    }

    [TestMethod]
    public void AnImageListedTwiceIsToldWithBothLines()
    {
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(1), CheXpertMiniature.Line(2), CheXpertMiniature.Line(1)]);
        Assert.Contains("line 4, column 'Path': found 'CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg', which line 2 lists already, expected each image once.", Problem());
    }

    private static string Line(int patient) => CheXpertMiniature.Line(patient).Replace("-small", "");

    private string Problem() => Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadCheXpert(_folder.Path)).Message;

    private void Write(string batch, string image)
    {
        var path = _folder[$"{batch}/{image}"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
    }
}
