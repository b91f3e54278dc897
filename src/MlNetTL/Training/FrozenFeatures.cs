using System.Diagnostics;
using MlNetTL.Backbones;

namespace MlNetTL.Training;

/// <summary>The features of all rows, computed once, for the epochs in which the head alone trains.</summary>
/// <param name="Train">Of the training rows.</param>
/// <param name="Validation">Of the validation rows.</param>
internal sealed record FrozenFeatures(FeatureBatches Train, FeatureBatches? Validation) : IDisposable
{
    /// <summary>The bytes of the features of some rows.</summary>
    public static long BytesOf(Backbone network, long rows) => rows * network.FeatureCount * sizeof(float);

    /// <summary>Computes them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows.</param>
    /// <param name="batchSize">Rows a batch.</param>
    /// <param name="report">Is told where it stands, and may stop the work by throwing.</param>
    public static FrozenFeatures Compute(Backbone network, BatchSource train, BatchSource? validation, int batchSize, Action<TrainingProgress> report)
    {
        var clock = Stopwatch.StartNew();
        long total = train.Rows.Count + (validation?.Rows.Count ?? 0);
        var trained = FeatureBatches.Compute(network, train, batchSize, Report);
        try
        {
            return new(trained, validation is null ? null : FeatureBatches.Compute(network, validation, batchSize, done => Report(train.Rows.Count + done)));
        }
        catch
        {
            trained.Dispose();
            throw;
        }

        void Report(int done) =>
            report(new(TrainingStage.Featurizing, 0, 0, done, total, double.NaN, clock.Elapsed, clock.Elapsed * ((total - done) / (double)done)));
    }

    public void Dispose()
    {
        Train.Dispose();
        Validation?.Dispose();
    }
}
