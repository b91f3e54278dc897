using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MlNetTL.Tests.Transforms;

/// <summary>The transforms of this library among ML.NET's own trainers, caches and validation.</summary>
[TestClass]
public sealed class ImagesInMlNetPipelinesTests
{
    [TestMethod]
    public void CrossValidationCachesAndPredictionEnginesWork()
    {
        var ml = new MLContext(seed: 1);
        var rows = Enumerable.Range(0, 30).Select(i => new Row { Label = i % 2 == 1, Patient = $"{i / 2}", Picture = Grey((byte)(i % 2 == 1 ? 200 - i : 50 + i)) }).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        var chain = ml.Transforms.LoadImageTensors("Image", 4, 4, "Picture", channels: 1)
            .Append(ml.Transforms.AugmentImages("Image", null, new MlNetTL.Transforms.RandomFlip()))
            .Append(ml.Transforms.Conversion.ConvertType("Features", "Image"))
            .Append(ml.Transforms.NormalizeMinMax("Features"))
            .AppendCacheCheckpoint(ml)
            .Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression());

        var folds = ml.BinaryClassification.CrossValidate(data, chain, numberOfFolds: 3, samplingKeyColumnName: "Patient");
        foreach (var fold in folds) Assert.AreEqual(1.0, fold.Metrics.Accuracy);

        var model = chain.Fit(ml.Data.TrainTestSplit(data, 0.2).TrainSet);
        var batched = model.Transform(data).GetColumn<float>("Probability").ToArray();
        using var engine = ml.Model.CreatePredictionEngine<Row, Prediction>(Zip.RoundTrip(model, data.Schema));
        for (var i = 0; i < rows.Length; i++) Assert.AreEqual(batched[i], engine.Predict(rows[i]).Probability, 1e-6f);
    }

    private static MLImage Grey(byte value) => MLImage.CreateFromPixels(4, 4, MLPixelFormat.Rgba32, [.. Enumerable.Range(0, 64).Select(i => i % 4 == 3 ? (byte)255 : value)]);

    private sealed class Row
    {
        public bool Label { get; set; }

        public string Patient { get; set; } = "";

        [ImageType(4, 4)]
        public MLImage? Picture { get; set; }
    }

    private sealed class Prediction
    {
        public float Probability { get; set; }
    }
}
