using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadImageFolderTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ListsImagesOfAllFoldersInOrdinalOrder()
    {
        foreach (var file in new[] { "b.png", "B.JPG", "deep/er/a.tiff", "notes.txt", ".hidden.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.WriteAllText(_folder[file], "");
        }
        var view = _ml.Data.LoadImageFolder(_folder.Path);
        Assert.AreEqual("Path", view.Schema.Single().Name);
        CollectionAssert.AreEqual(new[] { _folder["B.JPG"], _folder["b.png"], _folder["deep/er/a.tiff"] }, view.GetColumn<string>("Path").ToArray());
    }

    [TestMethod]
    public void AMissingOrEmptyFolderSaysWhereItLooked()
    {
        var missing = Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadImageFolder(_folder["none"]));
        Assert.Contains($"Looked for {_folder["none"]}. Either", missing.Message);
        var empty = Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadImageFolder(_folder.Path));
        Assert.Contains($"Looked in {_folder.Path} and its folders. Either", empty.Message);
    }
}
