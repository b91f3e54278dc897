using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadEyePacsTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void GivesAGradeAsClassNumberAndThresholds()
    {
        EyePacsMiniature.WriteTables(_folder.Path, ["10_left,2", "10_right,0", "13_left,4"]);
        EyePacsMiniature.Touch(_folder.Path, "train", "10_left.jpeg", "10_right.jpeg", "13_left.png");
        var view = _ml.Data.LoadEyePacs(_folder.Path);
        Assert.AreEqual("Path Patient Eye Blank Label Grade Labels", string.Join(' ', view.Schema.Select(column => column.Name)));
        CollectionAssert.AreEqual(new[] { _folder["train/10_left.jpeg"], _folder["train/10_right.jpeg"], _folder["train/13_left.png"] }, view.GetColumn<string>("Path").ToArray());
        CollectionAssert.AreEqual(new[] { "10", "10", "13" }, view.GetColumn<string>("Patient").ToArray());
        CollectionAssert.AreEqual(new[] { "left", "right", "left" }, view.GetColumn<string>("Eye").ToArray());
        CollectionAssert.AreEqual(new[] { "2", "0", "4" }, view.GetColumn<string>("Label").ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 0, 4 }, view.GetColumn<float>("Grade").ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1 }, view.GetColumn<float[]>("Labels").SelectMany(row => row).ToArray());
        CollectionAssert.AreEqual(new[] { "grade >= 1", "grade >= 2", "grade >= 3", "grade >= 4" }, EyePacsLabels.Names.ToArray());
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(view).Transform(view);
        CollectionAssert.AreEqual(new uint[] { 2, 1, 3 }, keyed.GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void BothEyesOfAPatientStayTogether()
    {
        EyePacsMiniature.Write(_folder.Path, trainPatients: 20, testPatients: 0, size: 4);
        var split = _ml.Data.TrainTestSplit(_ml.Data.LoadEyePacs(_folder.Path), 0.4, samplingKeyColumnName: "Patient");
        var (train, test) = (split.TrainSet.GetColumn<string>("Patient").ToArray(), split.TestSet.GetColumn<string>("Patient").ToArray());
        Assert.HasCount(40, train.Concat(test));
        Assert.IsNotEmpty(test);
        Assert.IsFalse(train.ToHashSet().Overlaps(test));
    }

    [TestMethod]
    public void BlankImagesAreLeftOutAndCounted()
    {
        EyePacsMiniature.WriteTables(_folder.Path, ["1986_left,0", "32253_right,1", "7_left,0"]);
        EyePacsMiniature.Touch(_folder.Path, "train", "1986_left.jpeg", "32253_right.jpeg", "7_left.jpeg");
        var warnings = new List<string>();
        _ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning) warnings.Add(message.RawMessage);
        };
        Assert.AreEqual("7", _ml.Data.LoadEyePacs(_folder.Path).GetColumn<string>("Patient").Single());
        Assert.AreEqual("2 of 3 images are left out, as they are known to be blank: 1986_left, 32253_right.", warnings.Single());
        var kept = _ml.Data.LoadEyePacs(_folder.Path, new EyePacsOptions(KeepBlank: true));
        CollectionAssert.AreEqual(new[] { true, true, false }, kept.GetColumn<bool>("Blank").ToArray());
        Assert.HasCount(1, warnings);
    }

    [TestMethod]
    public void TheTestSetHasTwoParts()
    {
        EyePacsMiniature.Write(_folder["mini"], trainPatients: 2, testPatients: 3, size: 4);
        CollectionAssert.AreEqual(new[] { "12", "12" }, _ml.Data.LoadEyePacs(_folder.Path, EyePacsSplit.PublicTest).GetColumn<string>("Patient").ToArray());
        var hidden = _ml.Data.LoadEyePacs(_folder.Path, new EyePacsOptions(EyePacsSplit.PrivateTest, ["grade >= 3"]));
        CollectionAssert.AreEqual(new[] { "13", "13", "14", "14" }, hidden.GetColumn<string>("Patient").ToArray());
        Assert.HasCount(4, hidden.GetColumn<float[]>("Labels").SelectMany(row => row));
    }

    [TestMethod]
    public void EveryProblemIsToldByLineAndColumn()
    {
        EyePacsMiniature.WriteTables(_folder.Path, ["1_left,0", "1_left,0", "2_left,5", "3_middle,1", "4_left,1"], ["1_left,0,Public", "2_left,0,Secret"]);
        EyePacsMiniature.Touch(_folder.Path, "train", "1_left.jpeg", "2_left.jpeg");
        var message = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadEyePacs(_folder.Path)).Message;
        Assert.Contains("has 4 problems:", message);
        Assert.Contains("line 3, column 'image': found '1_left', which line 2 lists already, expected each image once.", message);
        Assert.Contains("line 4, column 'level': found '5', expected a grade from 0 to 4.", message);
        Assert.Contains("line 5, column 'image': found '3_middle', expected a patient and an eye such as 10_left.", message);
        Assert.Contains("line 6, column 'image': found '4_left', expected the name of one of the 2 images in the folder 'train'.", message);
        Assert.Contains("The images of EyePACS must be in a folder 'test'", Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadEyePacs(_folder.Path, EyePacsSplit.PublicTest)).Message);
        EyePacsMiniature.Touch(_folder.Path, "test", "1_left.jpeg", "1_left.png");
        Assert.Contains("found the image 1_left in test/1_left.jpeg and in test/1_left.png", Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadEyePacs(_folder.Path, EyePacsSplit.PublicTest)).Message);
        File.Delete(_folder["test/1_left.png"]);
        Assert.Contains("column 'Usage': found 'Secret', expected Public or Private.", Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadEyePacs(_folder.Path, EyePacsSplit.PublicTest)).Message);
    }
}
