using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Images;
using MlNetTL.Tests.Images;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadPascalVocTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ABoxBecomesASquareOfItsLongerSideOrWhatElseIsAskedFor()
    {
        VocMiniature.Write(_folder.Path, "a", [("RBC", 11, 21, 20, 26), ("WBC", 1, 1, 4, 3)]);
        // VOC counts from 1 and both corners belong to the box: columns 10 to 19, rows 20 to 25.
        CollectionAssert.AreEqual(new[] { "10,18,10,10", "0,0,4,4" }, Regions(new()));
        CollectionAssert.AreEqual(new[] { "8,16,15,15", "-1,-1,6,6" }, Regions(new(Scale: 1.5)));
        CollectionAssert.AreEqual(new[] { "10,20,10,6", "0,0,4,3" }, Regions(new(Shape: PascalVocShape.Box)));
        CollectionAssert.AreEqual(new[] { "5,17,20,12", "-2,-1,8,6" }, Regions(new(Shape: PascalVocShape.Box, Scale: 2)));
        CollectionAssert.AreEqual(new[] { "-1,7,32,32", "-14,-14,32,32" }, Regions(new(PatchSize: 32)));
        var view = _ml.Data.LoadPascalVoc(_folder.Path);
        CollectionAssert.AreEqual(new[] { "Path", "Source", "Label", "X", "Y" }, view.Schema.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "RBC", "WBC" }, view.GetColumn<string>("Label").ToArray());
        CollectionAssert.AreEqual(new[] { "a", "a" }, view.GetColumn<string>("Source").ToArray());
        CollectionAssert.AreEqual(new[] { 15f, 2f }, view.GetColumn<float>("X").ToArray());
        CollectionAssert.AreEqual(new[] { 23f, 1.5f }, view.GetColumn<float>("Y").ToArray());
    }

    [TestMethod]
    public void TheListOfASplitSaysWhatIsRead()
    {
        foreach (var name in new[] { "a", "b", "c" }) VocMiniature.Write(_folder.Path, name, [("RBC", 1, 1, 8, 8)]);
        Directory.CreateDirectory(_folder["ImageSets/Main"]);
        File.WriteAllLines(_folder["ImageSets/Main/val.txt"], ["c", "a", ""]);
        CollectionAssert.AreEqual(new[] { "c", "a" }, _ml.Data.LoadPascalVoc(_folder.Path, new PascalVocOptions("val")).GetColumn<string>("Source").ToArray());
        File.WriteAllLines(_folder["ImageSets/Main/bad.txt"], ["d", "../a"]);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadPascalVoc(_folder.Path, new PascalVocOptions("bad")));
        Assert.Contains("found the image 'd' without an annotation, expected Annotations/d.xml.", error.Message);
        Assert.Contains("found '../a', expected names of annotations, one a line.", error.Message);
        Assert.Contains("Looked for", Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadPascalVoc(_folder.Path, new PascalVocOptions("none"))).Message);
    }

    [TestMethod]
    public void BoxesWithoutSizeAreLeftOutAndCounted()
    {
        VocMiniature.Write(_folder.Path, "a", [("RBC", 5, 5, 5, 5), ("WBC", 1, 1, 8, 8)]);
        var warnings = new List<string>();
        _ml.Log += (_, line) => warnings.Add(line.Message);
        Assert.AreEqual("WBC", _ml.Data.LoadPascalVoc(_folder.Path).GetColumn<string>("Label").Single());
        Assert.Contains("1 of 2 boxes are left out, as a side of them has fewer than 2 pixels.", string.Join("\n", warnings));
        Assert.HasCount(2, Regions(new(MinimumSide: 1)));
    }

    [TestMethod]
    public void EverythingThatIsWrongIsNamedAtOnce()
    {
        VocMiniature.Write(_folder.Path, "far", [("RBC", 40, 40, 65, 50)]);
        VocMiniature.Write(_folder.Path, "turned", [("RBC", 9, 9, 3, 20)]);
        VocMiniature.Write(_folder.Path, "lost", [("RBC", 1, 1, 8, 8)]);
        File.Delete(_folder["JPEGImages/lost.png"]);
        VocMiniature.Write(_folder.Path, "out", [("RBC", 1, 1, 8, 8)]);
        File.WriteAllText(_folder["Annotations/out.xml"], File.ReadAllText(_folder["Annotations/out.xml"]).Replace("out.png", "../out.png", StringComparison.Ordinal));
        File.WriteAllText(_folder["Annotations/torn.xml"], "<annotation><object>");
        File.WriteAllText(_folder["Annotations/bare.xml"], "<annotation><filename>far.png</filename><object><name/><bndbox><xmin>1</xmin><ymin>nan</ymin><xmax>1e9</xmax></bndbox></object></annotation>");
        File.WriteAllText(_folder["Annotations/other.xml"], "<html/>");
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadPascalVoc(_folder.Path));
        foreach (var expected in new[]
        {
            "Annotations/far.xml: found a box in line 1 from (40, 40) to (65, 50), expected a box on the image of 64 x 48 pixels.",
            "Annotations/turned.xml: found a box in line 1 that ends before it begins, expected xmin up to xmax",
            "Annotations/lost.xml: found no file JPEGImages/lost.png, expected the image that <filename> names.",
            "Annotations/out.xml: found the filename '../out.png', expected the name of a file in JPEGImages",
            "Annotations/torn.xml: it cannot be read as XML:",
            "Annotations/bare.xml: found an object without a name in line 1",
            "Annotations/bare.xml: found an object in line 1 without ymin, xmax, ymax, expected <bndbox>",
            "Annotations/other.xml: found the root <html>, expected <annotation>.",
        })
            Assert.Contains(expected, error.Message);
    }

    [TestMethod]
    public void DocumentTypesAndTheirEntitiesAreRefused()
    {
        VocMiniature.Write(_folder.Path, "a", [("RBC", 1, 1, 8, 8)]);
        var xml = File.ReadAllText(_folder["Annotations/a.xml"]).Replace("RBC", "&e;", StringComparison.Ordinal);
        File.WriteAllText(_folder["Annotations/a.xml"], $"<!DOCTYPE annotation [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>{xml}");
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadPascalVoc(_folder.Path));
        Assert.Contains("it holds a document type (DTD), which is refused", error.Message);
    }

    [TestMethod]
    public void TheSizeIsComparedWithTheImageWhereThatIsAskedFor()
    {
        VocMiniature.Write(_folder.Path, "a", [("RBC", 1, 1, 8, 8)], width: 60);
        Assert.HasCount(1, Regions(new()));
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadPascalVoc(_folder.Path, new PascalVocOptions(CheckFiles: true)));
        Assert.Contains("found the size 60 x 48, expected that of the image, 64 x 48.", error.Message);
    }

    [TestMethod]
    public void AllOptionsOutOfRangeAreNamedAtOnce()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadPascalVoc(_folder.Path, new PascalVocOptions("../x", Scale: double.NaN, PatchSize: 0, MinimumSide: 0)));
        foreach (var name in new[] { "Split", "Scale", "PatchSize", "MinimumSide" }) Assert.Contains($"{name} must", error.Message);
        Assert.Contains("must hold JPEGImages and Annotations", Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadPascalVoc(_folder.Path)).Message);
    }

    [TestMethod]
    [TestCategory(SharedFolder.Category)]
    public void TheBloodCellsAreReadAndTheirPatchesDecoded()
    {
        var view = _ml.Data.LoadPascalVoc(SharedFolder.Require("data/blood_cells"), new PascalVocOptions(CheckFiles: true));
        var counts = view.GetColumn<string>("Label").CountBy(name => name).ToDictionary();
        // Counted in the XML by grep; two red cells have a box of a single pixel.
        Assert.AreEqual((4153, 372, 361), (counts["RBC"], counts["WBC"], counts["Platelets"]));
        Assert.AreEqual(364, view.GetColumn<string>("Source").Distinct().Count());
        var paths = view.GetColumn<string>("Path").ToArray();
        foreach (var path in paths.Where((_, i) => i % 500 == 0)) Assert.IsGreaterThan(10, Fixture.Decode(path, new DecodeSettings(32, 32)).Distinct().Count());
    }

    private string[] Regions(PascalVocOptions options) =>
        [.. _ml.Data.LoadPascalVoc(_folder.Path, options).GetColumn<string>("Path").Select(path => path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..])];
}
