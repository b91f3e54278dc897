using Microsoft.ML;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class CheXpertBadInputTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void AMissingFolderSaysWhereItLookedAndTwoWaysOut()
    {
        var error = Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadCheXpert(_folder["nowhere"]));
        Assert.Contains($"Looked for {_folder["nowhere"]}.", error.Message);
        Assert.Contains("Either give the folder", error.Message);
        Assert.Contains("or get the data from https://", error.Message);
    }

    [TestMethod]
    public void AMissingCsvSaysWhereItLooked()
    {
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadCheXpert(_folder.Path));
        Assert.Contains(_folder["train.csv"], error.Message);
        Assert.Contains("Either give the folder", error.Message);
    }

    [TestMethod]
    public void TwoCopiesInTheParentAreNotGuessedAt()
    {
        CheXpertMiniature.Write(_folder["a"], [CheXpertMiniature.Line(1)]);
        CheXpertMiniature.Write(_folder["b"], [CheXpertMiniature.Line(1)]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadCheXpert(_folder.Path));
        Assert.Contains("holds 2: a, b. Name one of them.", error.Message);
    }

    [TestMethod]
    public void MissingColumnsAreNamedWithTheNearest()
    {
        CheXpertMiniature.Write(_folder.Path, [], header: CheXpertMiniature.Header.Replace("Edema", "Edena").Replace("Sex,", ""));
        var message = Message();
        Assert.Contains("has 2 problems:", message);
        Assert.Contains("train.csv, line 1: found the columns Path, Age,", message);
        Assert.Contains("expected a column 'Sex'", message);
        Assert.Contains("expected a column 'Edema' (is 'Edena' meant?).", message);
    }

    [TestMethod]
    public void EveryProblemIsToldByLineAndColumn()
    {
        var good = CheXpertMiniature.Line(1);
        CheXpertMiniature.Write(_folder.Path,
        [
            good,
            CheXpertMiniature.Line(2, labels: "2.0,,,,,positive,,,,,,,,"),
            CheXpertMiniature.Line(3).Replace(",23,", ",old,"),
            CheXpertMiniature.Line(4).Replace("Frontal", "Oblique"),
            CheXpertMiniature.Line(5) + ",",
            "\"" + CheXpertMiniature.Line(6),
            CheXpertMiniature.Line(7).Replace("AP", "XP"),
            CheXpertMiniature.Line(8),
        ]);
        Assert.AreEqual(
            $"""
            {_folder["train.csv"]} has 7 problems:
              train.csv, line 3, column 'No Finding': found '2.0', expected 1 (present), 0 (absent), -1 (uncertain) or blank (not mentioned).
              train.csv, line 3, column 'Edema': found 'positive', expected 1 (present), 0 (absent), -1 (uncertain) or blank (not mentioned).
              train.csv, line 4, column 'Age': found 'old', expected years from 0 to 150, or blank.
              train.csv, line 5, column 'Frontal/Lateral': found 'Oblique', expected Frontal or Lateral.
              train.csv, line 6: found 20 fields in '{CheXpertMiniature.Line(5)},', expected 19, as many as the header names.
              train.csv, line 7: found a quotation mark that is not closed on its line or stands inside a field, in '"{CheXpertMiniature.Line(6)}', expected fields quoted as a whole, if at all.
              train.csv, line 8, column 'AP/PA': found 'XP', expected AP, PA, LL, RL or blank.
            """.ReplaceLineEndings("\n"), Message());
    }

    [TestMethod]
    public void ProblemsAreSpeltOutUpToALimitAndCountedBeyond()
    {
        CheXpertMiniature.Write(_folder.Path, Enumerable.Range(1, 1_200).Select(i => CheXpertMiniature.Line(i, labels: "7,,,,,,,,,,,,,")));
        var message = Message();
        Assert.Contains("has 1,200 problems:", message);
        Assert.HasCount(20, message.Split('\n').Where(line => line.Contains("found '7'")));
        Assert.EndsWith("… and 1,180 more.", message);
    }

    [TestMethod]
    [DataRow("../../etc/patient1/study1/passwd")]
    [DataRow("CheXpert-v1.0-small/train/patient00001/study1/..")]
    [DataRow("CheXpert-v1.0-small/../patient00001/study1/view1_frontal.jpg")]
    [DataRow("/train/patient00001/study1/view1_frontal.jpg")]
    [DataRow("C:/train/patient00001/study1/view1_frontal.jpg")]
    [DataRow(@"x/train/patient00001/study1/..\..\secret.jpg")]
    [DataRow("view1_frontal.jpg")]
    [DataRow("CheXpert-v1.0-small/train/00001/study1/view1_frontal.jpg")]
    [DataRow("")]
    public void APathThatLeavesTheFolderOrNamesNoPatientIsRefused(string path)
    {
        CheXpertMiniature.Write(_folder.Path, [path + ",Male,40,Frontal,AP,,,,,,,,,,,,,,"]);
        Assert.Contains($"line 2, column 'Path': found '{path}', expected a path inside the data set", Message());
    }

    [TestMethod]
    public void AnEmptyFileAndAViewWithoutImagesAreErrors()
    {
        File.WriteAllText(_folder["train.csv"], "");
        Assert.Contains("line 1: found nothing, expected a header", Message());
        CheXpertMiniature.Write(_folder.Path, [CheXpertMiniature.Line(1)]);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadCheXpert(_folder.Path, MlNetTL.Data.CheXpertView.Lateral));
        Assert.Contains("found 1 rows and none that is Lateral, expected at least one image to load.", error.Message);
    }

    private string Message() => Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadCheXpert(_folder.Path)).Message;
}
