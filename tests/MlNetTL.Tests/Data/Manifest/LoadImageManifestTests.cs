using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadImageManifestTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void TakesOneColumnOfClasses()
    {
        var csv = Write("path,label,other", "a/1.png,cat,x", "\"b,2.png\",\"dog \",y");
        var view = _ml.Data.LoadImageManifest(csv);
        CollectionAssert.AreEqual(new[] { "Path", "Label" }, view.Schema.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new[] { _folder["a/1.png"], _folder["b,2.png"] }, view.GetColumn<string>("Path").ToArray());
        CollectionAssert.AreEqual(new[] { "cat", "dog" }, view.GetColumn<string>("Label").ToArray());
    }

    [TestMethod]
    public void TakesSeveralColumnsOfFourValues()
    {
        var csv = Write("file;b;a", "1.png;1;", "2.png;-1.0;0");
        var view = _ml.Data.LoadImageManifest(csv, new ImageManifestOptions("file", LabelColumns: ["a", "b"], Separator: ';'));
        CollectionAssert.AreEqual(new[] { "Path", "Labels" }, view.Schema.Select(column => column.Name).ToArray());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        view.Schema["Labels"].GetSlotNames(ref names);
        Assert.AreEqual("a b", string.Join(" ", names.DenseValues()));
        CollectionAssert.AreEqual(new[] { float.NaN, 1, 0, -1 }, view.GetColumn<float[]>("Labels").SelectMany(row => row).ToArray());
    }

    [TestMethod]
    public void TakesPatientsAndASplit()
    {
        var csv = Write("path,label,who,part", "1.png,x,p1,train", "2.png,x,p1,Train", "3.png,y,p2,test");
        var train = _ml.Data.LoadImageManifest(csv, patientColumn: "who", splitColumn: "part", split: "train");
        CollectionAssert.AreEqual(new[] { "p1", "p1" }, train.GetColumn<string>("Patient").ToArray());
        Assert.AreEqual(_folder["3.png"], _ml.Data.LoadImageManifest(csv, splitColumn: "part", split: "test").GetColumn<string>("Path").Single());
    }

    [TestMethod]
    public void PathsFollowFromOtherColumns()
    {
        var csv = Write("ID,Class", "7,1", "12,0");
        var view = _ml.Data.LoadImageManifest(csv, new ImageManifestOptions(LabelColumns: ["Class"], PathPattern: "tiles/image{ID}.tif"));
        CollectionAssert.AreEqual(new[] { _folder["tiles/image7.tif"], _folder["tiles/image12.tif"] }, view.GetColumn<string>("Path").ToArray());
    }

    [TestMethod]
    public void AnImageOfOneFileABandIsOnePath()
    {
        var csv = Write("patch,label", "p1,x");
        var options = new ImageManifestOptions(PathPattern: "{patch}/{patch}_{band}.tif", Bands: ["B02", "B8A"]);
        Assert.AreEqual($"{_folder["p1/p1_B02.tif"]}|{_folder["p1/p1_B8A.tif"]}", _ml.Data.LoadImageManifest(csv, options).GetColumn<string>("Path").Single());
        var joined = Write("path,label", "a.tif|b.tif,x");
        Assert.AreEqual($"{_folder["a.tif"]}|{_folder["b.tif"]}", _ml.Data.LoadImageManifest(joined).GetColumn<string>("Path").Single());
        File.WriteAllText(_folder["a.tif"], "");
        Assert.Contains($"no file at {_folder["b.tif"]}", Problem(() => _ml.Data.LoadImageManifest(joined, new ImageManifestOptions(CheckFiles: true))));
    }

    [TestMethod]
    public void PatternsThatCannotBeFilledAreRefused()
    {
        var csv = Write("ID,label", "../7,x", ",x");
        var message = Problem(() => _ml.Data.LoadImageManifest(csv, new ImageManifestOptions(PathPattern: "a/{ID}.tif")));
        Assert.Contains("line 2, column 'ID': found 'a/../7.tif', expected a path inside", message);
        Assert.Contains("line 3, column 'ID': found 'a/.tif', expected a path inside", message);
        Assert.Contains("expected a column 'Id' (is 'ID' meant?)", Problem(() => _ml.Data.LoadImageManifest(csv, new ImageManifestOptions(PathPattern: "{Id}.tif"))));
        foreach (var (pattern, bands, expected) in new (string?, string[]?, string)[]
        {
            ("image.tif", null, "PathPattern must hold columns in braces, such as image{ID}.tif. Received: image.tif."),
            ("{ID.tif", null, "PathPattern must hold columns in braces"),
            ("{ID}|{ID}.tif", null, "PathPattern must describe one file, without '|'"),
            ("{ID}.tif", ["B02"], "PathPattern must hold {band}, because there are bands. Received: {ID}.tif."),
            ("{ID}_{band}.tif", ["B02", "B02"], "Bands must name each band once, in the order of the channels. Received: B02, B02."),
            (null, ["B02"], "Bands must be absent where there is no path pattern. Received: B02."),
        })
            Assert.Contains(expected, Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadImageManifest(csv, new ImageManifestOptions(PathPattern: pattern, Bands: bands))).Message);
    }

    [TestMethod]
    public void MissingColumnsAreNamedWithTheNearestAndWhatIsThere()
    {
        var csv = Write("pth,labels,x", "1.png,a,b");
        var message = Problem(() => _ml.Data.LoadImageManifest(csv, patientColumn: "owner"));
        Assert.AreEqual(
            $"""
            {csv} has 3 problems:
              images.csv, line 1: found the columns pth, labels, x, expected a column 'path' (is 'pth' meant?).
              images.csv, line 1: found the columns pth, labels, x, expected a column 'label' (is 'labels' meant?).
              images.csv, line 1: found the columns pth, labels, x, expected a column 'owner'.
            """.ReplaceLineEndings("\n"), message);
    }

    [TestMethod]
    public void ProblemsAreToldByLineAndColumn()
    {
        var csv = Write("path,label,patient", "../secret.png,a,p", "/etc/passwd,a,p", "1.png,,p", "2.png,a, ", "3.png,a");
        var message = Problem(() => _ml.Data.LoadImageManifest(csv, patientColumn: "patient"));
        Assert.Contains("has 5 problems:", message);
        Assert.Contains("line 2, column 'path': found '../secret.png', expected a path inside the folder of the images", message);
        Assert.Contains("line 3, column 'path': found '/etc/passwd', expected a path inside the folder of the images", message);
        Assert.Contains("line 4, column 'label': found '', expected a class.", message);
        Assert.Contains("line 5, column 'patient': found ' ', expected a patient.", message);
        Assert.Contains("line 6: found 2 fields in '3.png,a', expected 3, as many as the header names.", message);
    }

    [TestMethod]
    public void ValuesOtherThanTheFourAreRefused()
    {
        var csv = Write("path,a", "1.png,0.5", "2.png,yes", "3.png,1");
        var message = Problem(() => _ml.Data.LoadImageManifest(csv, new ImageManifestOptions(LabelColumns: ["a"])));
        Assert.Contains("line 2, column 'a': found '0.5', expected 1 (present), 0 (absent), -1 (uncertain) or blank", message);
        Assert.Contains("line 3, column 'a': found 'yes'", message);
    }

    [TestMethod]
    public void AnUnknownSplitSaysWhichThereAre()
    {
        var csv = Write("path,label,part", "1.png,x,train", "2.png,x,test");
        var message = Problem(() => _ml.Data.LoadImageManifest(csv, splitColumn: "part", split: "valid"));
        Assert.Contains("column 'part': found the values test, train, expected rows of the split 'valid'.", message);
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadImageManifest(csv, split: "valid"));
    }

    [TestMethod]
    public void MissingFilesAreNamedOnlyWhereAsked()
    {
        var csv = Write("path,label", "1.png,x");
        Assert.HasCount(1, _ml.Data.LoadImageManifest(csv).GetColumn<string>("Path"));
        Assert.Contains($"line 2, column 'path': found no file at {_folder["1.png"]}", Problem(() => _ml.Data.LoadImageManifest(csv, new ImageManifestOptions(CheckFiles: true))));
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadImageManifest(_folder["none.csv"]));
        Assert.Contains($"Looked for {_folder["none.csv"]}. Either", error.Message);
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadImageManifest(csv, imageFolder: _folder["none"]));
    }

    [TestMethod]
    [TestCategory(SharedFolder.Category)]
    public void ReadsRealFilesWithPatientsApart()
    {
        var csv = SharedFolder.Require("data/pneumonia/labels.csv");
        var options = new ImageManifestOptions(PatientColumn: "patient", SplitColumn: "split", CheckFiles: true);
        var train = _ml.Data.LoadImageManifest(csv, options with { Split = "train" });
        var test = _ml.Data.LoadImageManifest(csv, options with { Split = "test" });
        Assert.AreEqual(1500, train.GetRowCount());
        Assert.AreEqual(450, test.GetRowCount());
        Assert.IsFalse(train.GetColumn<string>("Patient").ToHashSet().Overlaps(test.GetColumn<string>("Patient")));

        var fifty = _ml.Data.LoadImageManifest(
            SharedFolder.Require("golden/pneumonia_50_seed1.csv"), new ImageManifestOptions(ImageFolder: Path.GetDirectoryName(csv), CheckFiles: true));
        CollectionAssert.AreEquivalent(
            new[] { ("bacteria", 50), ("normal", 50), ("virus", 50) }, fifty.GetColumn<string>("Label").CountBy(label => label).Select(pair => (pair.Key, pair.Value)).ToArray());
    }

    private string Write(params string[] lines)
    {
        File.WriteAllLines(_folder["images.csv"], lines);
        return _folder["images.csv"];
    }

    private static string Problem(Action load) => Assert.ThrowsExactly<InvalidDataException>(load).Message;
}
