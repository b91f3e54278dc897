using Microsoft.ML;
using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

/// <summary>Eight steps on one batch of 32 real X-rays, from real weights: nothing is left to chance, so the losses must be PyTorch's.</summary>
/// <remarks>
/// PyTorch 1.13.1, torchvision's resnet18 in training mode, the same head (this library's for seed 7), images by PIL, ImageNet's normalisation, cross-entropy, Adam 1e-4.
/// A batch that holds all rows has no order, and there is no augmentation.
/// </remarks>
[TestClass]
[TestCategory(SharedFolder.Category)]
public sealed class PyTorchParityTests
{
    private static readonly double[] s_losses = [1.1558075, 0.9901934, 0.8505763, 0.7319900, 0.6314841, 0.5460243, 0.4738906, 0.4129834];

    [TestMethod]
    public void TheLossesOfEightStepsArePyTorchs()
    {
        var images = SharedFolder.Require("data/pneumonia");
        // Eleven, eleven and ten of the three classes, which stand in blocks of 50.
        var rows = File.ReadLines(SharedFolder.Require("golden/pneumonia_50_seed1.csv")).Skip(1).Where((_, row) => row % 50 < 11).Take(32)
            .Select(line => line.Split(',')).Select(fields => new Row { Path = Path.Combine(images, fields[0]), Label = fields[1] }).ToList();
        var ml = new MLContext(seed: 1);
        var losses = new List<double>();
        var chain = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.LoadImageTensors("Image", height: 224, width: 224))
            .Append(ml.MulticlassClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
            {
                Backbone = "resnet18",
                Weights = SharedFolder.Require("data/weights/resnet18.pth"),
                Epochs = 8,
                BatchSize = 32,
                LearningRate = 1e-4,
                ValidationFraction = 0,
                Seed = 7,
                Device = "cpu",
                MetricsCallback = epoch => losses.Add(epoch.TrainLoss),
            }));
        chain.Fit(ml.Data.LoadFromEnumerable(rows)).Dispose();
        for (var step = 0; step < s_losses.Length; step++) Assert.AreEqual(s_losses[step], losses[step], 1e-3, $"step {step + 1}");
    }

    private sealed class Row
    {
        public string Path { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
