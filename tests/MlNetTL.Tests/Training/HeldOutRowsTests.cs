using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class HeldOutRowsTests
{
    private const string Told = "name the patient's column in SamplingKeyColumnName";

    [TestMethod]
    public void RowsHeldOutOneByOneAreWarnedOfAndGroupsAreNot()
    {
        using var images = new StripedImages(12);
        images.Fit(StripedImages.Quick(epochs: 1)).Dispose();
        Assert.DoesNotContain(warning => warning.Contains(Told), images.Warnings);
        var options = StripedImages.Quick(epochs: 1);
        options.SamplingKeyColumnName = null;
        images.Fit(options).Dispose();
        Assert.ContainsSingle(warning => warning.Contains(Told), images.Warnings);
    }

    [TestMethod]
    public void AKeyThatIsNotThereIsNamedBeforeAnyImageIsRead()
    {
        using var images = new StripedImages(12);
        foreach (var row in images.Rows) File.Delete(row.Path);
        var options = StripedImages.Quick(epochs: 1);
        options.SamplingKeyColumnName = "Patients";
        var error = Assert.ThrowsExactly<ArgumentException>(() => images.Fit(options));
        StringAssert.Contains(error.Message, "SamplingKeyColumnName 'Patients' must be in the training data. Found: Path, Label, Kind, Patient, Labels");
    }

    [TestMethod]
    public void ValidationRowsOfOneClassLeaveTheChoiceToTheLoss()
    {
        using var images = new StripedImages(24);
        var epochs = new List<EpochMetrics>();
        var options = StripedImages.Quick(epochs: 3);
        options.MetricsCallback = epochs.Add;
        options.ValidationSet = images.Load().Fit(images.View).Transform(images.ML.Data.LoadFromEnumerable(images.Rows.Where(row => row.Label).Take(5).ToArray()));
        images.Fit(options).Dispose();
        Assert.ContainsSingle(warning => warning.Contains("AUC is not defined on the validation rows"), images.Warnings);
        Assert.AreSame(epochs.MinBy(epoch => epoch.ValidationLoss), epochs.Last(epoch => epoch.IsBest));
    }

    [TestMethod]
    public void EpochsReadTheStoreAndNeverTheImages()
    {
        using var images = new StripedImages(16);
        var epochs = new List<EpochMetrics>();
        var options = StripedImages.Quick(epochs: 2);
        options.MetricsCallback = epochs.Add;
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training)
                foreach (var row in images.Rows) File.Delete(row.Path);
        };
        images.Fit(options).Dispose();
        Assert.HasCount(2, epochs);
        Assert.IsFalse(images.Rows.Any(row => File.Exists(row.Path)));
    }
}
