using Microsoft.ML;
using MlNetTL.Tests.Training;
using MlNetTL.Training;

namespace MlNetTL.Tests.Catalog;

[TestClass]
public sealed class PipelineFitTests
{
    [TestMethod]
    public void ValidationRowsGoThroughTheEarlierStepsAndAreNotTrainedOn()
    {
        using var images = new StripedImages(32);
        var ml = images.ML;
        var validationRows = new List<long>();
        var trainRows = new List<long>();
        var options = StripedImages.Quick(epochs: 1);
        options.ProgressCallback = step => (step.Stage == TrainingStage.Training ? trainRows : validationRows).Add(step.Stage == TrainingStage.Decoding ? 0 : step.Total);
        var split = ml.Data.TrainTestSplit(images.View, 0.25, "Patient", seed: 1);
        var (train, validation) = (split.TrainSet, split.TestSet);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Kind").Append(images.Load()).AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.ImageTransferLearning(options)).Append(ml.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"));
        using var model = pipeline.Fit(train, validation);
        Assert.AreEqual(Count(train), trainRows.Max());
        Assert.AreEqual(Count(validation), validationRows.Max());
        Assert.IsNotNull(model.Transform(images.View).Schema.GetColumnOrNull("Answer"));
    }

    [TestMethod]
    public void AChainWithoutAnImageTrainerOfItsOwnIsRefused()
    {
        using var images = new StripedImages(4);
        var ml = images.ML;
        var within = images.Load().Append(images.Load().Append(ml.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick())));
        var error = Assert.ThrowsExactly<ArgumentException>(() => within.Fit(images.View, images.View));
        StringAssert.Contains(error.Message, "needs an image trainer");
        StringAssert.Contains(error.Message, "EstimatorChain");
    }

    [TestMethod]
    public void APatientOnBothSidesIsToldOf()
    {
        using var images = new StripedImages(16);
        var ml = images.ML;
        var warnings = new List<string>();
        ml.Log += (_, e) => warnings.AddRange(e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning ? [e.Message] : []);
        images.Load().Append(ml.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 1)))
            .Fit(ml.Data.TakeRows(images.View, 10), ml.Data.SkipRows(images.View, 6));
        Assert.Contains(warning => warning.Contains("2 values of 'Patient' stand in both") && warning.Contains("patient1, patient2"), warnings);
    }

    private static long Count(IDataView view)
    {
        using var cursor = view.GetRowCursor([]);
        long count = 0;
        while (cursor.MoveNext()) count++;
        return count;
    }
}
