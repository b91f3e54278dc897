using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>Splits and samples as an app asks for them.</summary>
[TestClass]
public sealed class SplitCatalogTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly IDataView s_images = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(i => new Scan { Path = $"/x/{i}.png", Patient = $"p{i / 4}", Label = i / 4 % 5 == 0 ? "sick" : "well", Labels = [i / 4 % 5 == 0 ? 1 : 0, i % 2 == 0 ? float.NaN : 1] }),
        SlotNames.Describe<Scan>(nameof(Scan.Labels), ["Edema", "Mass"]));

    [TestMethod]
    [DataRow("Label")]
    [DataRow("Labels")]
    public void SetsShareNoPatientAndHaveTheSameShareOfTheSick(string label)
    {
        var sets = s_ml.Data.TrainValidationTestSplit(s_images, 0.2, 0.3, stratificationColumnName: label);
        (IDataView View, int Patients)[] parts = [(sets.TrainSet, 50), (sets.ValidationSet!, 20), (sets.TestSet!, 30)];
        foreach (var (view, patients) in parts)
        {
            Assert.AreEqual(patients, Patients(view).Distinct().Count());
            Assert.AreEqual(0.2, view.GetColumn<string>("Label").Average(name => name == "sick" ? 1.0 : 0), 1e-9);
        }
        Assert.AreEqual(100, parts.SelectMany(part => Patients(part.View).Distinct()).Distinct().Count());
        Assert.IsNull(s_ml.Data.TrainValidationTestSplit(s_images, 0, 0.3).ValidationSet);
    }

    [TestMethod]
    public void EachImageIsTestedByOneFold()
    {
        var folds = s_ml.Data.StratifiedCrossValidationSplit(s_images, 5, stratificationColumnName: "Label");
        CollectionAssert.AreEquivalent(s_images.GetColumn<string>("Path").ToArray(), folds.SelectMany(fold => fold.TestSet!.GetColumn<string>("Path")).ToArray());
        foreach (var fold in folds)
        {
            Assert.IsFalse(Patients(fold.TrainSet).Intersect(Patients(fold.TestSet!)).Any());
            Assert.AreEqual(320, fold.TrainSet.GetColumn<string>("Path").Count());
        }
    }

    [TestMethod]
    public void TheTenAreAmongTheFifty()
    {
        string[] Take(int n) => [.. s_ml.Data.TakePerCategory(s_images, n).GetColumn<string>("Path")];
        Assert.HasCount(20, Take(10));
        CollectionAssert.IsSubsetOf(Take(10), Take(50));
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Take(81));
        StringAssert.Contains(error.Message, "80 of 'sick', 320 of 'well'");
    }

    [TestMethod]
    public void ImagesComeFromAsManyPatientsAsAskedFor()
    {
        foreach (var (n, m) in new[] { (40, 10), (40, 40) })
        {
            var view = s_ml.Data.TakeFromGroups(s_images, m, n);
            Assert.AreEqual((n, m), (Patients(view).Count(), Patients(view).Distinct().Count()));
        }
    }

    [TestMethod]
    public void WrongArgumentsAreNamed()
    {
        foreach (var (ask, sentence) in new (Action, string)[]
        {
            (() => s_ml.Data.TrainValidationTestSplit(s_images, 0.5, 0.5), "Received: 0.5 and 0.5"),
            (() => s_ml.Data.TrainValidationTestSplit(s_images, samplingKeyColumnName: "Patiens"), "must have the column 'Patiens'"),
            (() => s_ml.Data.TrainValidationTestSplit(s_images, samplingKeyColumnName: "Labels"), "'Labels' must be Text"),
            (() => s_ml.Data.StratifiedCrossValidationSplit(s_images, 1), "at least 2. Received: 1"),
            (() => s_ml.Data.TakePerCategory(s_images, 0), "at least 1. Received: 0"),
            (() => s_ml.Data.TakeFromGroups(s_images, 0), "at least 1. Received: 0"),
        })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(ask).Message, sentence);
    }

    [TestMethod]
    public void AnImageOfTwoPatientsCannotBeSplit()
    {
        var view = s_ml.Data.LoadFromEnumerable(new[] { "a", "b", "c" }.Select(patient => new Scan { Path = patient == "c" ? "/x/2.png" : "/x/1.png", Patient = patient, Label = "", Labels = [0, 0] }));
        var error = Assert.ThrowsExactly<InvalidDataException>(() => s_ml.Data.TrainValidationTestSplit(view, 0, 0.5));
        StringAssert.EndsWith(error.Message, "1 is not: 1.png.");
    }

    [TestMethod]
    public void ASplitIsReadBackFromItsFileWhereverTheImagesLie()
    {
        using var folder = new TemporaryFolder();
        var sets = s_ml.Data.TrainValidationTestSplit(s_images, 0.2, 0.3);
        s_ml.Data.SaveSplit(sets, folder["split.csv"], "/x");
        StringAssert.Contains(File.ReadAllText(folder["split.csv"]), "\n0.png,p0,");
        var moved = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(i => new Scan { Path = $"/elsewhere/{399 - i}.png", Patient = $"p{(399 - i) / 4}", Label = "", Labels = [0, 0] }));
        var read = s_ml.Data.LoadSplit(moved, folder["split.csv"], "/elsewhere");
        foreach (var (a, b) in new[] { (sets.TrainSet, read.TrainSet), (sets.ValidationSet!, read.ValidationSet!), (sets.TestSet!, read.TestSet!) })
            CollectionAssert.AreEquivalent(a.GetColumn<string>("Path").Select(Path.GetFileName).ToArray(), b.GetColumn<string>("Path").Select(Path.GetFileName).ToArray());
        var error = Assert.ThrowsExactly<InvalidDataException>(() => s_ml.Data.LoadSplit(s_ml.Data.TakeFromGroups(s_images, 99), folder["split.csv"], "/x"));
        StringAssert.Contains(error.Message, "4 images of it are not in the data");
    }

    private static IEnumerable<string> Patients(IDataView view) => view.GetColumn<string>("Patient");

    private sealed class Scan
    {
        public required string Path { get; init; }

        public required string Patient { get; init; }

        public required string Label { get; init; }

        [VectorType(2)]
        public required float[] Labels { get; init; }
    }
}
