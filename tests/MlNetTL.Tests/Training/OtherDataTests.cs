using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Scoring;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class OtherDataTests
{
    [TestMethod]
    public void ColumnsMayHaveOtherNamesAndHideOthers()
    {
        using var images = new StripedImages(16);
        var ml = images.ML;
        // 'Photo' is the path before it is the picture, and 'S' is a text before it is the score.
        var view = ml.Transforms.CopyColumns("Photo", "Path").Append(ml.Transforms.CopyColumns("Sick", "Label")).Append(ml.Transforms.CopyColumns("S", "Kind")).Fit(images.View).Transform(images.View);
        var options = StripedImages.Quick(epochs: 1);
        (options.FeatureColumnName, options.LabelColumnName, options.ScoreColumnName) = ("Photo", "Sick", "S");
        (options.ProbabilityColumnName, options.PredictedLabelColumnName) = ("P", "Answer");
        var chain = ml.Transforms.LoadImageTensors("Photo", StripedImages.Size, StripedImages.Size, inputColumnName: "Photo", channels: 1, storeFolder: images.Store)
            .Append(ml.BinaryClassification.Trainers.ImageTransferLearning(options));
        using var model = chain.Fit(view);
        var scored = model.Transform(view);
        Assert.IsTrue(double.IsFinite(ml.BinaryClassification.Evaluate(scored, "Sick", "S", "P", "Answer").LogLoss));

        options.FeatureColumnName = "Image";
        options.LabelColumnName = "Label";
        using var usual = images.Fit(options);
        CollectionAssert.AreEqual(StripedImages.Values(usual), StripedImages.Values(model.LastTransformer));
    }

    [TestMethod]
    public void AViewWithoutRowsIsRefusedAndScoresToNothing()
    {
        using var images = new StripedImages(12);
        var none = images.ML.Data.LoadFromEnumerable(Array.Empty<StripedImages.Row>());
        var error = Assert.ThrowsExactly<ArgumentException>(() => images.Fit(StripedImages.Quick(epochs: 1), view: none));
        StringAssert.Contains(error.Message, "The training data must have rows with a known label and a readable image. Found none: 0 rows have no known label, 0 no readable image.");
        var options = StripedImages.Quick(epochs: 1);
        options.ValidationSet = images.Load().Fit(none).Transform(none);
        error = Assert.ThrowsExactly<ArgumentException>(() => images.Fit(options));
        StringAssert.Contains(error.Message, "The validation data must have rows with a known label");
        using var model = images.Fit(StripedImages.Quick(epochs: 1));
        Assert.IsEmpty(model.Transform(options.ValidationSet).GetColumn<float>("Score"));
    }

    [TestMethod]
    public void RowsWithoutALabelAreLeftOutAndCounted()
    {
        using var images = new StripedImages(20);
        var graded = images.Rows.Select((row, i) => new Graded { Path = row.Path, Patient = row.Patient, Label = i % 7 == 3 ? float.NaN : i % 2 }).ToArray();
        var options = StripedImages.Quick(epochs: 1);
        using var all = images.Fit(options, view: images.ML.Data.LoadFromEnumerable(graded));
        Assert.ContainsSingle(note => note.Contains("3 training rows have no known label and are left out"), images.Notes);
        using var known = images.Fit(options, view: images.ML.Data.LoadFromEnumerable(graded.Where(row => !float.IsNaN(row.Label)).ToArray()));
        CollectionAssert.AreEqual(StripedImages.Values(known), StripedImages.Values(all));
    }

    [TestMethod]
    public void RowsWithAMissingKeyAreLeftOutAndCounted()
    {
        using var images = new StripedImages(20);
        var ml = images.ML;
        foreach (var row in images.Rows.Where((_, i) => i % 7 == 3)) row.Kind = "neither";
        // Values that are not among the key's data become the missing key.
        var kinds = ml.Data.LoadFromEnumerable(new[] { new KindOnly { Kind = "upright" }, new KindOnly { Kind = "lying" } });
        var keyed = ml.Transforms.Conversion.MapValueToKey("Class", "Kind", keyData: kinds).Fit(images.View).Transform(images.View);
        var options = StripedImages.Quick(epochs: 1);
        options.LabelColumnName = "Class";
        using var model = images.Fit(options, PredictionTask.Multiclass, keyed);
        Assert.ContainsSingle(note => note.Contains("3 training rows have no known label and are left out"), images.Notes);
        CollectionAssert.AreEqual(new[] { "upright", "lying" }, model.Model.Description.LabelNames.ToArray());
        Assert.IsTrue(model.Transform(images.Load().Fit(keyed).Transform(keyed)).GetColumn<uint>("PredictedLabel").All(key => key is 1 or 2));
    }

    private sealed class Graded
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public float Label { get; set; }
    }

    private sealed class KindOnly
    {
        public string Kind { get; set; } = "";
    }
}
