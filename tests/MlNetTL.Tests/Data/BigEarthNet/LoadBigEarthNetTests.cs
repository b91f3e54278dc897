using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Images;
using MlNetTL.Tests.Images;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class LoadBigEarthNetTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];

    public LoadBigEarthNetTests() => _ml.Log += (_, line) => _log.Add(line.Message);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void APatchIsOneImageOfTenBandsWithNineteenLabels()
    {
        BigEarthNetMiniature.WriteV1(_folder["BigEarthNet-v1.0"]);
        var view = _ml.Data.LoadBigEarthNet(_folder.Path);
        CollectionAssert.AreEqual(new[] { "Path", "Source", "Split", "Labels" }, view.Schema.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Arable land; Transitional woodland, shrub", "Inland wetlands; Marine waters" }, Labels(view));
        CollectionAssert.AreEqual(new[] { "S2A_MSIL1C_0.SAFE", "S2A_MSIL1C_0.SAFE" }, view.GetColumn<string>("Source").ToArray());
        Assert.Contains("1 of 3 patches are left out: 1 without any of the 19 classes.", string.Join('\n', _log), "airports and bare rock are no class");

        var path = view.GetColumn<string>("Path").Last();
        CollectionAssert.AreEqual(BigEarthNetBands.Ten.ToArray(), BandFiles.Split(path).Select(file => file[^7..^4]).ToArray());
        var pixels = MemoryMarshal.Cast<byte, ushort>(Fixture.Decode(path, new DecodeSettings(120, 120, 10, PixelType.UInt16))).ToArray();
        // make.py: 1000 for the patch, 100 for each of the twelve bands, and the column of the band's own grid.
        Assert.AreEqual(1000 + 100 * 1 + 60, pixels[60]);
        Assert.AreEqual(1000 + 100 * 11 + 59, pixels[10 * 14_400 - 1]);
    }

    [TestMethod]
    public void ClassesBandsAndLabelsCanBeChosen()
    {
        BigEarthNetMiniature.WriteV1(_folder.Path);
        var view = _ml.Data.LoadBigEarthNet(_folder.Path, new BigEarthNetOptions(Classes: BigEarthNetClasses.FortyThree, Bands: ["B8A", "B01"], Labels: ["Sea and ocean", "Airports"]));
        CollectionAssert.AreEqual(new[] { "Airports", "Sea and ocean", "Airports" }, Labels(view));
        Assert.AreEqual($"{BigEarthNetMiniature.BandOf(_folder.Path, BigEarthNetMiniature.First, "B8A")}|{BigEarthNetMiniature.BandOf(_folder.Path, BigEarthNetMiniature.First, "B01")}",
            view.GetColumn<string>("Path").First());
        Assert.Contains("Did you mean 'Arable land'?", Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadBigEarthNet(_folder.Path, new BigEarthNetOptions(Labels: ["Arable lands"]))).Message);
        Assert.Contains("Received: B02, B2.", Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadBigEarthNet(_folder.Path, new BigEarthNetOptions(Bands: ["B02", "B2"]))).Message);
    }

    [TestMethod]
    public void TheListsOfTheAuthorsSplitAndSkip()
    {
        BigEarthNetMiniature.WriteV1(_folder.Path);
        File.WriteAllLines(_folder["train.csv"], [BigEarthNetMiniature.First, "S2A_MSIL2A_elsewhere_1_2"]);
        File.WriteAllLines(_folder["val.csv"], [$"{BigEarthNetMiniature.Second},S1A_x"]);
        CollectionAssert.AreEqual(new[] { "Train", "Validation" }, _ml.Data.LoadBigEarthNet(_folder.Path).GetColumn<string>("Split").ToArray());
        CollectionAssert.AreEqual(new[] { "Inland wetlands; Marine waters" }, Labels(_ml.Data.LoadBigEarthNet(_folder.Path, BigEarthNetSplit.Validation)));
        Assert.Contains("needs the list test.csv", Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Data.LoadBigEarthNet(_folder.Path, BigEarthNetSplit.Test)).Message);

        File.WriteAllLines(_folder["patches_with_seasonal_snow.csv"], [BigEarthNetMiniature.First]);
        File.WriteAllLines(_folder["patches_with_cloud_and_shadow.csv"], [BigEarthNetMiniature.Third]);
        _log.Clear();
        Assert.HasCount(1, Labels(_ml.Data.LoadBigEarthNet(_folder.Path)));
        Assert.Contains("2 of 3 patches are left out: 1 with seasonal snow, 1 with clouds or their shadows.", string.Join('\n', _log));

        File.AppendAllLines(_folder["val.csv"], [BigEarthNetMiniature.First]);
        var twice = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadBigEarthNet(_folder.Path));
        Assert.Contains($"val.csv: found the patch '{BigEarthNetMiniature.First}', expected patches that train.csv does not list.", twice.Message);
    }

    [TestMethod]
    public void EverythingThatIsWrongIsNamedAtOnce()
    {
        BigEarthNetMiniature.WriteV1(_folder.Path);
        string File1(string band) => BigEarthNetMiniature.BandOf(_folder.Path, BigEarthNetMiniature.First, band);
        File.Delete(File1("B03"));
        File.Copy(Path.Combine(BigEarthNetMiniature.Fixtures, "eight_bits.tif"), File1("B04"), overwrite: true);
        File.Copy(Path.Combine(BigEarthNetMiniature.Fixtures, "coarse.tif"), File1("B08"), overwrite: true);
        File.WriteAllText(File1("B11"), "torn");
        File.WriteAllText(_folder[$"{BigEarthNetMiniature.Second}/{BigEarthNetMiniature.Second}_labels_metadata.json"], "{ \"labels\": [\"Pasture\"] }");
        File.WriteAllText(_folder[$"{BigEarthNetMiniature.Third}/{BigEarthNetMiniature.Third}_labels_metadata.json"], "{ \"labels\": \"Pastures\" }");
        var error = Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadBigEarthNet(_folder.Path));
        foreach (var expected in new[]
        {
            "B03.tif: no file: the band is missing.", "B04.tif: found values of 8 bits, expected 16", "B08.tif: found 60 x 60 pixels, expected 120 x 120 for this band.",
            "B11.tif: it is not a JPEG, PNG", "found the label 'Pasture', expected one of the 43 of this version", "Did you mean 'Pastures'?", "found no list of labels",
        })
            Assert.Contains(expected, error.Message);
    }

    [TestMethod]
    public void VersionTwoIsReadByItsTable()
    {
        BigEarthNetMiniature.WriteV2(_folder.Path);
        var view = _ml.Data.LoadBigEarthNet(_folder.Path, new BigEarthNetOptions(CheckFiles: true));
        CollectionAssert.AreEqual(new[] { "Arable land; Transitional woodland, shrub", "Marine waters", "Urban fabric; Mixed forest; Inland waters" }, Labels(view));
        CollectionAssert.AreEqual(new[] { "Train", "Validation", "Test" }, view.GetColumn<string>("Split").ToArray());
        Assert.AreEqual("T34VER", view.GetColumn<string>("Source").Last());
        Assert.Contains("2 of 5 patches are left out: 1 with seasonal snow, 1 with clouds or their shadows.", string.Join('\n', _log));
        Fixture.Decode(view.GetColumn<string>("Path").First(), new DecodeSettings(120, 120, 10, PixelType.UInt16));
        CollectionAssert.AreEqual(new[] { "Marine waters" }, Labels(_ml.Data.LoadBigEarthNet(_folder.Path, BigEarthNetSplit.Validation)));
        Assert.Contains("Received: FortyThree.",
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Data.LoadBigEarthNet(_folder.Path, new BigEarthNetOptions(Classes: BigEarthNetClasses.FortyThree))).Message);
    }

    [TestMethod]
    public void ATableOfVersionTwoThatIsWrongIsToldByItsRows()
    {
        BigEarthNetMiniature.WriteV2(_folder.Path);
        string Message(string table)
        {
            File.Copy(Path.Combine(BigEarthNetMiniature.Fixtures, table), _folder["metadata.parquet"], overwrite: true);
            return Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadBigEarthNet(_folder.Path)).Message;
        }
        var wrong = Message("wrong.parquet");
        Assert.Contains("row 2, column 'patch_id': found '../S2A_x_1_2', expected a name such as", wrong);
        Assert.Contains("row 3, column 'split': found 'tarin', expected train, validation or test.", wrong);
        var lacking = Message("lacking.parquet");
        Assert.Contains("expected a column 'patch_id'", lacking);
        Assert.Contains("expected a column 'split'", lacking);
        File.WriteAllText(_folder["metadata.parquet"], "PAR1");
        Assert.Contains("must be a whole Parquet file", Assert.ThrowsExactly<InvalidDataException>(() => _ml.Data.LoadBigEarthNet(_folder.Path)).Message);
    }

    [TestMethod]
    public void AFolderOfNeitherVersionIsRefusedWithBothForms()
    {
        var error = Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadBigEarthNet(_folder.Path));
        Assert.Contains("_labels_metadata.json (version 1), or metadata.parquet and BigEarthNet-S2 (version 2)", error.Message);
    }

    [TestMethod]
    [TestCategory(SharedFolder.Category)]
    public void TheSixRealPatchesAreWhole()
    {
        var view = _ml.Data.LoadBigEarthNet(SharedFolder.Require("data/bigearthnet"), new BigEarthNetOptions(Classes: BigEarthNetClasses.FortyThree, Bands: BigEarthNetBands.All, CheckFiles: true));
        CollectionAssert.AreEqual(new[] { 2, 2, 1, 4, 5, 3 }, view.GetColumn<float[]>("Labels").Select(labels => (int)labels.Sum()).ToArray());
        Assert.IsTrue(view.GetColumn<string>("Path").All(path => BandFiles.Split(path).Count == 12));
    }

    private static string[] Labels(IDataView view)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Labels"].GetSlotNames(ref names);
        var slots = names.DenseValues().Select(name => name.ToString()).ToArray();
        return [.. view.GetColumn<float[]>("Labels").Select(labels => string.Join("; ", slots.Where((_, i) => labels[i] == 1)))];
    }
}
