using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>A phantom must be looked at: what a logistic regression makes of brightness alone must stay poor.</summary>
[TestClass]
public sealed class PhantomGiveawayTests
{
    private const double MostAuc = 0.7;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void BrightnessGivesNothingAwayInSmallDrawings() => CheckAll(new PhantomOptions(TrainPatients: 500, ValidPatients: 500, Size: 32, Seed: 3));

    [TestMethod]
    [TestCategory("Long")]
    public void BrightnessGivesNothingAwayInTheDefaultSet() => CheckAll(new PhantomOptions());

    private void CheckAll(PhantomOptions options)
    {
        var train = Draw(options, 1, options.TrainPatients, maximumStudies: 3);
        var valid = Draw(options, options.TrainPatients + 1, options.ValidPatients, maximumStudies: 1);
        foreach (var label in ChestPhantoms.Labels.Append("No Finding"))
        {
            var ofMean = Auc(train, valid, label, example => [example.Thumbnail.Average()]);
            var ofThumbnail = Auc(train, valid, label, example => example.Thumbnail);
            TestContext.WriteLine($"{label}: mean brightness {ofMean:F3}, 4 x 4 thumbnail {ofThumbnail:F3}");
            Assert.IsLessThan(MostAuc, ofMean, label);
            Assert.IsLessThan(MostAuc, ofThumbnail, label);
        }
    }

    private static double Auc(Example[] train, Example[] valid, string label, Func<Example, float[]> features)
    {
        var ml = new MLContext(seed: 1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features(train[0]).Length);
        IDataView View(Example[] examples) => ml.Data.LoadFromEnumerable(examples.Select(example => new Row { Features = features(example), Label = example.Signs.Has(label) }), schema);
        var trainer = ml.Transforms.NormalizeMeanVariance("Features", fixZero: false).Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: 0, l2Regularization: 0.1f));
        return ml.BinaryClassification.Evaluate(trainer.Fit(View(train)).Transform(View(valid))).AreaUnderRocCurve;
    }

    private static Example[] Draw(PhantomOptions options, int first, int count, int maximumStudies)
    {
        var studies = Enumerable.Range(first, count).SelectMany(number => PhantomPatient.Draw(options.Seed, number, maximumStudies).Studies).ToArray();
        return [.. studies.AsParallel().AsOrdered().Select(study => new Example(study.Signs, Thumbnail(PhantomImage.Draw(options, study, lateral: false), options.Size)))];
    }

    private static float[] Thumbnail(byte[] grey, int size)
    {
        var cells = new float[16];
        for (var i = 0; i < grey.Length; i++) cells[i / size * 4 / size * 4 + i % size * 4 / size] += grey[i];
        return [.. cells.Select(cell => cell * 16 / grey.Length / 255)];
    }

    private sealed record Example(PhantomSigns Signs, float[] Thumbnail);

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
