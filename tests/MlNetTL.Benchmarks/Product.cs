using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;

namespace MlNetTL.Benchmarks;

/// <summary>The product as a user calls it: an ML.NET chain on drawn X-rays that are in the image store.</summary>
internal static class Product
{
    public static Speed Measure(string backbone, int batch, int size, int batches, TrainingPrecision precision = TrainingPrecision.Float32)
    {
        var mlContext = new MLContext(seed: 1);
        var folder = PhantomCache.Ensure(new PhantomOptions(TrainPatients: 200, ValidPatients: 4, Size: 128));
        var rows = mlContext.Data.TakeRows(mlContext.Data.LoadCheXpert(folder, CheXpertView.Frontal), batch * batches);
        var speeds = new List<double>();
        var chain = mlContext.Transforms.MapUncertainLabel("Label", "Labels", "Pleural Effusion", blank: BlankPolicy.Negative)
            .Append(mlContext.Transforms.LoadImageTensors("Image", height: size, width: size))
            .Append(mlContext.BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
            {
                Backbone = backbone,
                Weights = null,
                Optimizer = new Sgd(),
                LearningRate = 1e-3,
                BatchSize = batch,
                Precision = precision,
                Epochs = 3,
                ValidationFraction = 0,
                Device = "cpu",
                MetricsCallback = epoch => speeds.Add(epoch.ImagesPerSecond),
            }));
        var model = chain.Fit(rows);
        var scored = model.Transform(rows);
        var clock = Stopwatch.StartNew();
        var count = scored.GetColumn<float>("Score").Count();
        // The first epoch warms up.
        return new(speeds.Skip(1).Average(), count / clock.Elapsed.TotalSeconds);
    }
}
