using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Training;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Training;

/// <summary>472 real X-rays in CheXpert's form, all 14 labels at once, from ImageNet weights. Some labels have one class only.</summary>
[TestClass]
[TestCategory(SharedFolder.Category)]
[TestCategory("Long")]
public sealed class CheXpertRealTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void FourteenLabelsTrainTogetherAndThoseOfOneClassAreLeftUntrained()
    {
        var folder = SharedFolder.Require("data/chexpert");
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, e) => warnings.AddRange(e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning ? [e.Message] : []);
        var train = ml.Data.LoadCheXpert(folder, CheXpertView.Frontal);
        var test = ml.Data.LoadCheXpert(folder, CheXpertView.Frontal, CheXpertSplit.Valid);
        var chain = ml.Transforms.MapUncertainLabels("Targets", "Labels")
            .Append(ml.Transforms.LoadImageTensors("Image", height: 160, width: 160, channels: 1))
            .Append(ml.Transforms.AugmentImages("Image", steps: new RandomFlip()))
            .Append(ml.MultiLabelClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
            {
                LabelColumnName = "Targets",
                Backbone = "resnet18",
                Weights = SharedFolder.Require("data/weights/resnet18.pth"),
                Epochs = 4,
                SamplingKeyColumnName = "Patient",
                Seed = 1,
                Device = "cpu",
            }));
        var metrics = ml.MultiLabelClassification.Evaluate(chain.Fit(train).Transform(test), "Targets");
        foreach (var label in metrics.Labels) TestContext.WriteLine($"{label.Name}: AUC {label.AreaUnderRocCurve:f3}, {label.Positives} positive, {label.Negatives} negative");
        TestContext.WriteLine($"mean AUC {metrics.MacroAreaUnderRocCurve:f3}");
        // 'No Finding' is 1 or blank, never 0, and the last two labels are blank throughout.
        foreach (var name in new[] { "No Finding", "Enlarged Cardiomediastinum", "Fracture", "Support Devices" })
        {
            Assert.IsTrue(double.IsNaN(metrics.Labels.Single(label => label.Name == name).AreaUnderRocCurve), name);
            Assert.Contains(warning => warning.Contains("Not trained") && warning.Contains(name), warnings);
        }
        foreach (var name in new[] { "Lung Opacity", "Pleural Effusion", "Atelectasis" }) Assert.IsTrue(double.IsFinite(metrics.Labels.Single(label => label.Name == name).AreaUnderRocCurve), name);
    }
}
