using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class SplitFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Csv => _folder["split.csv"];

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void WhatIsWrittenIsReadBack()
    {
        SplitRow[] rows = [new("b, c.png", "p2", "test"), new("#a.png", "p1", "train"), new("x/y.tif|x/z.tif", "p3", "none"), new("d.png", "p1", "train")];
        SplitFile.Write(Csv, new(SplitUnit.Study, null, [("seed", "7")], rows));
        var read = SplitFile.Read(Csv);
        Assert.AreEqual(SplitUnit.Study, read.Unit);
        Assert.IsNull(read.Folds);
        Assert.AreEqual(("seed", "7"), read.Settings.Single());
        CollectionAssert.AreEquivalent(rows, read.Rows.ToArray());
        CollectionAssert.AreEqual(new[] { "train", "test" }, Without("none").SetsOf("x", [("#a.png", "p1"), ("b, c.png", "p2")]).ToArray());

        SplitTable Without(string set) => read with { Rows = [.. read.Rows.Where(row => row.Set != set && row.Path != "d.png")] };
    }

    [TestMethod]
    public void FoldsAreReadBack()
    {
        SplitFile.Write(Csv, new(SplitUnit.Image, 3, [], [new("a.png", "a.png", "1"), new("b.png", "b.png", "3")]));
        Assert.AreEqual(3, SplitFile.Read(Csv).Folds);
        StringAssert.Contains(File.ReadAllText(Csv), "\npath,group,fold\na.png,a.png,1\n");
    }

    [TestMethod]
    public void AFileOfOnesOwnNeedsNoComments()
    {
        File.WriteAllLines(Csv, ["set,path,group", "train,a.png,p1", "test,b.png,p2"]);
        Assert.AreEqual(SplitUnit.Patient, SplitFile.Read(Csv).Unit);
    }

    [TestMethod]
    public void AllProblemsOfAFileAreNamedAtOnce()
    {
        File.WriteAllLines(Csv, ["# by: pateint", "path,group,set", "a.png,p1,train", "b.png,p1,test", "../c.png,p2,trian", "a.png,,test"]);
        var message = Assert.ThrowsExactly<InvalidDataException>(() => SplitFile.Read(Csv)).Message;
        foreach (var part in new[]
        {
            "found '# by: pateint', expected patient, study, source or image", "line 4, column 'group': found patient 'p1' in 'test', which line 3 has in 'train', expected each in one set only",
            "line 5, column 'path': found '../c.png'", "line 5, column 'set': found 'trian', expected train, validation, test, none",
            "line 6, column 'path': found 'a.png', which line 3 has already", "line 6, column 'group': found nothing",
        })
            StringAssert.Contains(message, part);
    }

    [TestMethod]
    public void ASplitByImageMayPartWhatOthersMustNot()
    {
        File.WriteAllLines(Csv, ["# by: image", "path,group,set", "a.png,p1,train", "b.png,p1,test"]);
        Assert.HasCount(2, SplitFile.Read(Csv).Rows);
    }

    [TestMethod]
    public void AFileThatWasChangedSinceIsRefused()
    {
        SplitFile.Write(Csv, new(SplitUnit.Patient, null, [], [new("a.png", "p1", "train"), new("b.png", "p2", "test")]));
        File.AppendAllText(Csv, "c.png,p3,test\n");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => SplitFile.Read(Csv)).Message, "Rows were added, removed or changed.");
    }

    [TestMethod]
    public void AFileForOtherDataIsRefusedByName()
    {
        var table = new SplitTable(SplitUnit.Patient, null, [], [.. Enumerable.Range(0, 13).Select(i => new SplitRow($"{i:D2}.png", "p", "train")), new("same.png", "p", "train")]);
        var message = Assert.ThrowsExactly<InvalidDataException>(() => table.SetsOf("s.csv", [("new.png", "q"), ("same.png", "q")])).Message;
        StringAssert.Contains(message, "1 image of the data is not in it: new.png");
        StringAssert.Contains(message, "13 images of it are not in the data: 00.png, 01.png, 02.png, 03.png, 04.png, 05.png, 06.png, 07.png, 08.png, 09.png, …");
        StringAssert.Contains(message, "1 image is of another patient: same.png (it says 'p', the data say 'q')");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("path,group,set\n")]
    [DataRow("path,group,set\n\"a.png,p1,train\nb.png,p2,test\n")]
    [DataRow("# by: 3\npath,group,set\na,b,train\n")]
    [DataRow("path,group,fold\na,b,0\n")]
    [DataRow("path,group,fold\na,b,99999999999\n")]
    public void TornFilesAreRefusedInSentences(string text)
    {
        File.WriteAllText(Csv, text);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => SplitFile.Read(Csv)).Message, "expected");
    }
}
