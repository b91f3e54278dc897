using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class ChestXray14BadInputTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void EveryProblemIsToldByLineAndColumn()
    {
        ChestXray14Miniature.WriteTable(_folder.Path,
        [
            ChestXray14Miniature.Line(1),
            ChestXray14Miniature.Line(2, findings: "Effusion|Edemas"),
            ChestXray14Miniature.Line(3, findings: "No Finding|Mass"),
            ChestXray14Miniature.Line(4, age: "58X"),
            ChestXray14Miniature.Line(5, sex: "W", view: "LL"),
            ChestXray14Miniature.Line(6).Replace(",6,", ",7,"),
            ChestXray14Miniature.Line(1),
            ChestXray14Miniature.Line(8),
            ChestXray14Miniature.Line(9)[..^20],
        ]);
        foreach (var patient in Enumerable.Range(1, 7)) ChestXray14Miniature.Touch(_folder.Path, "images", ChestXray14Miniature.Name(patient));
        var message = Problem(ChestXray14Split.All);
        Assert.Contains("has 9 problems:", message);
        foreach (var expected in new[]
        {
            "line 3, column 'Finding Labels': found 'Effusion|Edemas', expected 'No Finding', or findings of Atelectasis,",
            "line 4, column 'Finding Labels': found 'No Finding|Mass', expected either 'No Finding' or findings.",
            "line 5, column 'Patient Age': found '58X', expected years such as 58 or 058Y, or blank.",
            "line 6, column 'Patient Gender': found 'W', expected F, M or blank.",
            "line 6, column 'View Position': found 'LL', expected PA, AP or blank.",
            "line 7, column 'Patient ID': found '7', expected 6, as the image is called 00000006_000.png.",
            "line 8, column 'Image Index': found '00000001_000.png', which line 2 lists already, expected each image once.",
            "line 9, column 'Image Index': found '00000008_000.png', expected the name of one of the 7 images in the folders",
            "line 10: found 8 fields in '00000009_000.png,",
        }) Assert.Contains(expected, message);
    }

    [TestMethod]
    public void AnImageInTwoFoldersIsToldWithBoth()
    {
        ChestXray14Miniature.WriteTable(_folder.Path, [ChestXray14Miniature.Line(1)]);
        ChestXray14Miniature.Touch(_folder.Path, "images_001/images", ChestXray14Miniature.Name(1));
        ChestXray14Miniature.Touch(_folder.Path, "images_004/images", ChestXray14Miniature.Name(1));
        Assert.Contains("found the image 00000001_000.png in images_001/images/00000001_000.png and in images_004/images/00000001_000.png, expected each image once.", Problem(ChestXray14Split.All));
    }

    [TestMethod]
    public void ListsMustBeThereAndApart()
    {
        ChestXray14Miniature.WriteTable(_folder.Path, [ChestXray14Miniature.Line(1), ChestXray14Miniature.Line(1, 1), ChestXray14Miniature.Line(2)]);
        foreach (var (patient, followUp) in new[] { (1, 0), (1, 1), (2, 0) }) ChestXray14Miniature.Touch(_folder.Path, "images", ChestXray14Miniature.Name(patient, followUp));
        var missing = Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadChestXray14(_folder.Path));
        Assert.Contains($"Looked for {_folder["train_val_list.txt"]}. Either get train_val_list.txt", missing.Message);
        string one = ChestXray14Miniature.Name(1), again = ChestXray14Miniature.Name(1, 1), two = ChestXray14Miniature.Name(2);
        ChestXray14Miniature.WriteLists(_folder.Path, [one, again, one], [two]);
        Assert.Contains("train_val_list.txt, line 3: found '00000001_000.png', which line 1 lists already", Problem(ChestXray14Split.TrainVal));
        ChestXray14Miniature.WriteLists(_folder.Path, [one, again], [two, one]);
        Assert.Contains("test_list.txt, line 2: found '00000001_000.png', which train_val_list.txt, line 1 lists already", Problem(ChestXray14Split.TrainVal));
        ChestXray14Miniature.WriteLists(_folder.Path, [one], [two, again]);
        Assert.Contains("line 3, column 'Patient ID': found '1', expected a patient of one list; line 2 has an image of the other list.", Problem(ChestXray14Split.TrainVal));
    }

    [TestMethod]
    public void WhatIsMissingIsSaidWithTwoWaysOut()
    {
        Assert.Contains("The folder of ChestX-ray14 must exist.", Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadChestXray14(_folder["none"])).Message);
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadChestXray14(_folder.Path));
        Assert.Contains($"Looked for {_folder["Data_Entry_2017.csv"]}, {_folder["Data_Entry_2017_v2020.csv"]} and", error.Message);
        Assert.Contains("or get the data from https://", error.Message);
    }

    private string Problem(ChestXray14Split split) => Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadChestXray14(_folder.Path, split)).Message;
}
