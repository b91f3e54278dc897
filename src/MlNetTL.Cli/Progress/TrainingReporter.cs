using MlNetTL.Experiments.Runs;
using MlNetTL.Training;

namespace MlNetTL.Cli.Progress;

/// <summary>Turns what a trainer tells into progress, and each epoch into a line and a row of history.csv.</summary>
internal sealed class TrainingReporter(RunProgress progress, RunFolder folder, int epochs)
{
    private readonly List<EpochRecord> _history = [];
    private readonly List<string> _notes = [];
    private int? _best;

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochRecord> History => _history;

    /// <summary>The place in <see cref="History"/> of the best epoch; null without validation images.</summary>
    public int? BestEpoch => _best;

    /// <summary>What the fit chose or counted by itself, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public void Note(string sentence)
    {
        _notes.Add(sentence);
        progress.Say(sentence);
    }

    public void Take(TrainingProgress step)
    {
        if (step.Stage is TrainingStage.Decoding or TrainingStage.Featurizing)
        {
            progress.Report(step.Stage == TrainingStage.Decoding ? "Decoding images" : "Computing features", Share(step.Done, step.Total), $"{step.Done:N0} of {step.Total:N0}", step.Remaining);
            return;
        }
        var share = step.Remaining is { } left ? step.Elapsed / (step.Elapsed + left) : 0;
        var doing = step.Stage == TrainingStage.Validating ? "validating" : $"loss {step.Loss:0.000}";
        progress.Report("Training", share, $"epoch {step.Epoch} of {step.Epochs}, {doing}", step.Remaining);
    }

    public void Take(EpochMetrics epoch)
    {
        if (epoch is { IsBest: true, Metric: not null }) _best = _history.Count;
        _history.Add(new(epoch.Phase, epoch.Epoch, epoch.LearningRate, epoch.TrainLoss, epoch.ValidationLoss ?? double.NaN,
            epoch.MetricName, epoch.Metric ?? double.NaN,
            epoch.Duration.TotalSeconds, epoch.ImagesPerSecond, epoch.LearningRates));
        folder.AppendEpoch(_history[^1]);
        progress.Say($"Epoch {epoch.Epoch.ToString().PadLeft(epochs.ToString().Length)} of {epochs}: training loss {epoch.TrainLoss:0.000}, "
            + (epoch.Metric is null ? "" : $"validation loss {epoch.ValidationLoss:0.000}, {epoch.MetricName} {epoch.Metric:0.000}, ")
            + $"{epoch.ImagesPerSecond:0} images/s{(epoch is { IsBest: true, Metric: not null } ? " (best so far)" : "")}");
    }

    private static double Share(long done, long total) => total == 0 ? 1 : (double)done / total;
}
