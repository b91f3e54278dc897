using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Tests.Training;
using MlNetTL.Tests.Transforms;

namespace MlNetTL.Tests.Scoring;

[TestClass]
public sealed class SharedModelTests
{
    [TestMethod]
    public void EnginesOfOneLoadedModelServeManyThreads()
    {
        using var images = new StripedImages(16);
        var model = Zip.RoundTrip(images.Load().Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 1))).Fit(images.View), images.View.Schema);
        var expected = model.Transform(images.View).GetColumn<float>("Score").ToArray();
        // As a pool makes them: the model is the pool's, the engines are lent.
        var shared = new PredictionEngineOptions { OwnsTransformer = false };
        var one = images.ML.Model.CreatePredictionEngine<StripedImages.Row, ScoringTests.Prediction>(model, shared);
        one.Predict(images.Rows[0]);
        using var disposed = new CountdownEvent(1);
        var threads = Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(() =>
        {
            using var engine = images.ML.Model.CreatePredictionEngine<StripedImages.Row, ScoringTests.Prediction>(model, shared);
            for (var i = 0; i < 100; i++)
            {
                if (i == 50) disposed.Wait();
                var row = (i + 4 * thread) % images.Rows.Length;
                Assert.AreEqual(expected[row], engine.Predict(images.Rows[row]).Score, 1e-5f);
            }
        }, TaskCreationOptions.LongRunning)).ToArray();
        one.Dispose();
        disposed.Signal();
        Task.WaitAll(threads);
        CollectionAssert.AreEqual(expected, model.Transform(images.View).GetColumn<float>("Score").ToArray());

        // ML.NET's default: the engine owns the model and takes it along.
        var last = images.ML.Model.CreatePredictionEngine<StripedImages.Row, ScoringTests.Prediction>(model, shared);
        images.ML.Model.CreatePredictionEngine<StripedImages.Row, ScoringTests.Prediction>(model).Dispose();
        var error = Assert.ThrowsExactly<ObjectDisposedException>(() => last.Predict(images.Rows[0]));
        StringAssert.Contains(error.Message, "OwnsTransformer");
    }
}
