using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class ClassWeightFitTests
{
    [TestMethod]
    public void WeightsReachTheLossAndBalancedIsTheFormulaOfScikitLearn()
    {
        using var images = new StripedImages(16);
        // Ten negative rows, six positive: n / (2 count) is 0.8 and 16/12.
        foreach (var row in images.Rows.Take(4)) row.Label = false;
        var plain = Trained(images, _ => { });
        var balanced = Trained(images, options => options.ClassWeighting = ClassWeighting.Balanced);
        var byName = Trained(images, options => options.ClassWeights = new Dictionary<string, double> { ["False"] = 16 / 20.0, ["True"] = 16 / 12.0 });
        var heavy = Trained(images, options => options.ClassWeights = new Dictionary<string, double> { ["True"] = 10 });
        CollectionAssert.AreNotEqual(plain, balanced);
        CollectionAssert.AreNotEqual(plain, heavy);
        CollectionAssert.AreNotEqual(balanced, heavy);
        CollectionAssert.AreEqual(balanced, byName);
    }

    [TestMethod]
    [DataRow(PredictionTask.Binary, "Label", "'False', 'True'")]
    [DataRow(PredictionTask.MultiLabel, "Labels", "'Labels0', 'Labels1', 'Labels2'")]
    public void AWeightOfAnUnknownNameIsRefusedBeforeAnyImageIsRead(PredictionTask task, string label, string known)
    {
        using var images = new StripedImages(4);
        foreach (var row in images.Rows) File.Delete(row.Path);
        var options = StripedImages.Quick(epochs: 1);
        options.LabelColumnName = label;
        options.ClassWeights = new Dictionary<string, double> { ["Yes"] = 2 };
        var error = Assert.ThrowsExactly<ArgumentException>(() => images.Fit(options, task));
        StringAssert.Contains(error.Message, $"ClassWeights must name {known}. Received: 'Yes'.");
    }

    private static float[] Trained(StripedImages images, Action<ImageTransferLearningTrainer.Options> change)
    {
        var options = StripedImages.Quick(epochs: 1);
        options.ValidationFraction = 0;
        change(options);
        using var trained = images.Fit(options);
        return StripedImages.Values(trained);
    }
}
