using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using NetVips;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class ChestPhantomsTests : IDisposable
{
    private static readonly PhantomOptions s_small = new(TrainPatients: 40, ValidPatients: 20, Size: 32, Seed: 5);
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void LoadCheXpertReadsWhatIsWritten()
    {
        ChestPhantoms.WriteTo(_folder.Path, s_small);
        var train = _ml.Data.LoadCheXpert(_folder.Path, new CheXpertOptions(CheckFiles: true));
        var valid = _ml.Data.LoadCheXpert(_folder.Path, new CheXpertOptions(Split: CheXpertSplit.Valid, CheckFiles: true));

        var patients = train.GetColumn<string>("Patient").ToHashSet();
        Assert.HasCount(40, patients);
        Assert.IsFalse(patients.Overlaps(valid.GetColumn<string>("Patient")));
        Assert.IsGreaterThan(60, train.GetColumn<string>("Study").Distinct().Count());
        CollectionAssert.AreEquivalent(new[] { "Frontal", "Lateral" }, train.GetColumn<string>("View").Distinct().ToArray());
        CollectionAssert.AreEquivalent(new[] { "Female", "Male" }, train.GetColumn<string>("Sex").Distinct().ToArray());
        Assert.IsTrue(train.GetColumn<float>("Age").All(age => age is >= 18 and <= 90));
    }

    [TestMethod]
    public void TrainLabelsTakeFourValuesAndValidLabelsTwo()
    {
        ChestPhantoms.WriteTo(_folder.Path, s_small);
        var train = _ml.Data.LoadCheXpert(_folder.Path, new CheXpertOptions(Labels: ChestPhantoms.Labels)).GetColumn<float[]>("Labels").ToArray();
        for (var label = 0; label < ChestPhantoms.Labels.Count; label++)
            foreach (var value in new[] { 1, 0, -1, float.NaN }) Assert.IsTrue(train.Any(row => row[label].Equals(value)), $"{ChestPhantoms.Labels[label]} is never {value}.");
        var valid = _ml.Data.LoadCheXpert(_folder.Path, split: CheXpertSplit.Valid).GetColumn<float[]>("Labels");
        foreach (var value in valid.SelectMany(row => row)) Assert.IsTrue(value is 0 or 1);
    }

    [TestMethod]
    public void NoFindingGoesWithNoOtherButDevices()
    {
        ChestPhantoms.WriteTo(_folder.Path, s_small);
        var names = CheXpertLabels.Names.ToList();
        var (noFinding, devices) = (names.IndexOf("No Finding"), names.IndexOf("Support Devices"));
        foreach (var split in new[] { CheXpertSplit.Train, CheXpertSplit.Valid })
        {
            var rows = _ml.Data.LoadCheXpert(_folder.Path, split: split).GetColumn<float[]>("Labels").ToArray();
            Assert.IsTrue(rows.Any(row => row[noFinding] == 1));
            foreach (var row in rows.Where(row => row[noFinding] == 1))
                Assert.IsFalse(row.Where((_, label) => label != noFinding && label != devices).Contains(1));
            if (split == CheXpertSplit.Train) Assert.IsFalse(rows.Any(row => row[noFinding] == 0));
        }
    }

    [TestMethod]
    public void ImagesAreGreyJpegOfTheSizeAskedFor()
    {
        ChestPhantoms.WriteTo(_folder.Path, s_small with { TrainPatients = 1, ValidPatients = 1, Size = 48 });
        using var image = Image.NewFromFile(_folder["train/patient00001/study1/view1_frontal.jpg"]);
        Assert.AreEqual("48 x 48 x 1 uchar", $"{image.Width} x {image.Height} x {image.Bands} {image.Format.ToString().ToLowerInvariant()}");
        Assert.AreEqual("jpegload", image.Get("vips-loader"));
    }

    [TestMethod]
    public void AnImageHangsOnItsSeedAndPatientOnly()
    {
        ChestPhantoms.WriteTo(_folder["few"], s_small with { TrainPatients = 2 });
        ChestPhantoms.WriteTo(_folder["many"], s_small with { TrainPatients = 12 });
        ChestPhantoms.WriteTo(_folder["other"], s_small with { TrainPatients = 2, Seed = 6 });
        const string Image = "train/patient00002/study1/view1_frontal.jpg";
        var few = File.ReadAllBytes(_folder[$"few/{Image}"]);
        CollectionAssert.AreEqual(few, File.ReadAllBytes(_folder[$"many/{Image}"]));
        CollectionAssert.AreNotEqual(few, File.ReadAllBytes(_folder[$"other/{Image}"]));
    }

    [TestMethod]
    public void ACancelledDrawingLeavesNoCsv()
    {
        using var cancel = new CancellationTokenSource();
        var progress = new Immediate(() => cancel.Cancel());
        Assert.Throws<OperationCanceledException>(() => ChestPhantoms.WriteTo(_folder.Path, s_small, progress, cancel.Token));
        Assert.IsEmpty(Directory.GetFiles(_folder.Path, "*.csv"));
    }

    [TestMethod]
    public void EveryOptionOutOfRangeIsNamed()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ChestPhantoms.WriteTo(_folder.Path, new PhantomOptions(0, 0, 8)));
        Assert.AreEqual(
            "TrainPatients must be from 1 to 90,000. Received: 0. ValidPatients must be from 1 to 9,000. Received: 0. Size must be from 32 to 1024 pixels. Received: 8.", error.Message);
    }

    private sealed class Immediate(Action told) : IProgress<double>
    {
        public void Report(double value) => told();
    }
}
