using MlNetTL.Experiments.Report;

namespace MlNetTL.Experiments.Runs;

/// <summary>What a run under one split came to on its test images.</summary>
/// <param name="SplitBy">What the split kept together.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="TrainImages">Images that were trained on.</param>
/// <param name="TestImages">Images of the test.</param>
/// <param name="TestPatients">Patients whom the test images come from; null where the data do not tell.</param>
/// <param name="AreaUnderRocCurve">The (mean) area under the ROC curve.</param>
/// <param name="Interval">Its interval in words; empty for a mean.</param>
/// <param name="Accuracy">The share of right calls; null for several labels.</param>
internal sealed record LeakageFigure(
    string SplitBy, long Seed, string Folder, int TrainImages, int TestImages, int? TestPatients, double AreaUnderRocCurve, string Interval, double? Accuracy)
{
    /// <summary>The figures of a run.</summary>
    public static LeakageFigure Of(string unit, long seed, string folder, RunResult result)
    {
        var test = result.Evaluations.Single(evaluation => evaluation.Set == "test");
        var interval = test.Labels is { Labels: [var only] } ? Figures.Interval(only.AreaUnderRocCurveInterval) : "";
        return new(unit, seed, folder, result.Data.Single(count => count.Set == "train").Images, test.Images, test.Patients, test.AreaUnderRocCurve, interval, test.Classes?.Accuracy);
    }
}
