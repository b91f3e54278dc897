using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadClassFoldersTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void AFolderIsAClass()
    {
        Write("b/2.png", "b/10.JPG", "a/1.tif", "a/.hidden.png", "a/notes.txt", ".git/x.png");
        var view = _ml.Data.LoadClassFolders(_folder.Path);
        Assert.AreEqual("Path Label", string.Join(' ', view.Schema.Select(column => column.Name)));
        CollectionAssert.AreEqual(new[] { _folder["a/1.tif"], _folder["b/10.JPG"], _folder["b/2.png"] }, view.GetColumn<string>("Path").ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b", "b" }, view.GetColumn<string>("Label").ToArray());
    }

    [TestMethod]
    public void FoldersOfSplitsAreTakenByTheirNames()
    {
        Write("Train/b/person1_2.png", "Train/a/person1_1.png", "test/a/person3_x.png");
        var all = _ml.Data.LoadClassFolders(_folder.Path, patientPattern: "^(person[0-9]+)");
        Assert.AreEqual("Path Patient Split Label", string.Join(' ', all.Schema.Select(column => column.Name)));
        CollectionAssert.AreEqual(new[] { "person1", "person1", "person3" }, all.GetColumn<string>("Patient").ToArray());
        CollectionAssert.AreEqual(new[] { "Train", "Train", "test" }, all.GetColumn<string>("Split").ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b" }, _ml.Data.LoadClassFolders(_folder.Path, "train").GetColumn<string>("Label").ToArray());
        var unknown = Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadClassFolders(_folder.Path, "valid"));
        Assert.Contains("Received: 'valid'. Found: Train, test.", unknown.Message);
    }

    [TestMethod]
    public void MixedDepthsAreRefused()
    {
        Write("a/1.png", "b/deep/1.png", "c/1.png", "c/more/2.png", "0.png");
        Directory.CreateDirectory(_folder["d"]);
        var message = Problem();
        Assert.Contains("has 4 problems:", message);
        Assert.Contains("found 1 images in the folder itself, such as 0.png, expected images in the folders of classes alone, all at the same depth.", message);
        Assert.Contains("found folders in b (deep), expected images alone in the folder of a class, all at the same depth.", message);
        Assert.Contains("found folders in c (more) beside images, expected", message);
        Assert.Contains("found no image in d, expected at least one", message);
    }

    [TestMethod]
    public void SplitsBesideClassesAreRefused()
    {
        Write("train/a/1.png", "a/1.png");
        Assert.Contains("found folders of splits (train) beside others (a), expected either", Problem());
    }

    [TestMethod]
    public void PatternsAreChecked()
    {
        Write("a/person1.png", "a/x.png");
        var message = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadClassFolders(_folder.Path, patientPattern: "^(person[0-9]+)")).Message;
        Assert.Contains("found the file a/x.png, expected a name that the pattern of patients fits, ^(person[0-9]+).", message);
        foreach (var pattern in new[] { "person", "(a)(b)", "(", @"(a)\1" })
            Assert.Contains("PatientPattern must be a regular expression with one group", Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadClassFolders(_folder.Path, patientPattern: pattern)).Message);
        Assert.Contains("Looked for", Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadClassFolders(_folder["none"])).Message);
    }

    private string Problem() => Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadClassFolders(_folder.Path)).Message;

    private void Write(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.WriteAllBytes(_folder[file], []);
        }
    }
}
