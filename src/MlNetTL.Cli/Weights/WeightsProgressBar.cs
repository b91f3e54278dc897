using MlNetTL.Cli.Health;
using MlNetTL.Cli.Progress;
using MlNetTL.Weights;

namespace MlNetTL.Cli.Weights;

/// <summary>Shows how far a file of weights is.</summary>
internal sealed class WeightsProgressBar(RunProgress progress) : IProgress<WeightsProgress>
{
    public void Report(WeightsProgress value)
    {
        var size = Size.Of(value.Done) + (value.Total is { } total ? $" of {Size.Of(total)}" : "");
        var share = value.Total is > 0 and var all ? (double)value.Done / all : 0;
        // A pause belongs to the download, whose line it goes on.
        var stage = value.Stage == WeightsStage.Waiting ? WeightsStage.Downloading : value.Stage;
        progress.Report($"{stage} {value.FileName}", share, value.Stage == WeightsStage.Waiting ? $"{size}, connection lost, trying again" : size, value.Remaining);
    }
}
