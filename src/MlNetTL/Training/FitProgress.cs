using Microsoft.ML.Runtime;
using MlNetTL.Interop;

namespace MlNetTL.Training;

/// <summary>Tells where a fit stands: to the caller's own callbacks, and to ML.NET's progress channel, which hosts poll from threads of their own.</summary>
internal sealed class FitProgress : IDisposable
{
    private static readonly ProgressHeader s_header = new(["Training loss", "Validation loss", "Metric"], ["epochs", "images"]);

    private readonly IHost _host;
    private readonly IProgressChannel _channel;
    private readonly Action<TrainingProgress>? _steps;
    private readonly Action<EpochMetrics>? _epochs;
    private volatile TrainingProgress? _latest;

    public FitProgress(IHost host, Action<TrainingProgress>? steps, Action<EpochMetrics>? epochs)
    {
        _host = host;
        _channel = host.StartProgressChannel("Training");
        _steps = steps;
        _epochs = epochs;
        _channel.SetHeader(s_header, Fill);
    }

    /// <summary>Whether <c>MLContext.CancelExecution</c> was called.</summary>
    public bool IsCancelled => Environments.IsCancelled(_host);

    /// <summary>Throws where <c>MLContext.CancelExecution</c> was called.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public void CheckAlive() => Environments.CheckAlive(_host);

    /// <summary>After each batch, and while images are decoded (then on any thread).</summary>
    public void Report(TrainingProgress step)
    {
        _latest = step;
        _steps?.Invoke(step);
    }

    /// <summary>After each epoch.</summary>
    public void Report(EpochMetrics epoch)
    {
        _channel.Checkpoint(epoch.TrainLoss, epoch.ValidationLoss, epoch.Metric, epoch.Epoch);
        _epochs?.Invoke(epoch);
    }

    public void Dispose() => _channel.Dispose();

    private void Fill(IProgressEntry entry)
    {
        if (_latest is not { } step) return;
        entry.SetProgress(0, step.Epoch, step.Epochs);
        entry.SetProgress(1, step.Done, step.Total);
        if (!double.IsNaN(step.Loss)) entry.SetMetric(0, step.Loss);
    }
}
