using MlNetTL.Experiments.Report;

namespace MlNetTL.Experiments.Runs;

/// <summary>How much better figures look under a loose split than under a strict one.</summary>
/// <param name="Loose">The loose split.</param>
/// <param name="Strict">The strict split.</param>
/// <param name="AreaUnderRocCurve">The mean AUC of the loose split's runs less that of the strict one's.</param>
/// <param name="Accuracy">The same of the accuracy; null for several labels.</param>
internal sealed record LeakageGap(string Loose, string Strict, double AreaUnderRocCurve, double? Accuracy)
{
    // Test sets of the two splits differ, so that less than a point is as likely chance.
    private const double Clear = 0.01;

    /// <inheritdoc/>
    public override string ToString() => $"By {Loose} instead of by {Strict}: AUC {Signed(AreaUnderRocCurve)}"
        + $"{(Accuracy is { } share ? $", accuracy {Signed(100 * share, 1)} points" : "")}. {Verdict}";

    private string Verdict => AreaUnderRocCurve > Clear || Accuracy > Clear
        ? $"So much of the figure by {Loose} may be owed to images of one {Strict} in both sets."
        : $"The split by {Loose} gives no clearly better figures here; runs with several seeds (--repeats) tell more.";

    private static string Signed(double value, int digits = 3) => value < 0 ? $"−{Figures.Number(-value, digits)}" : $"+{Figures.Number(value, digits)}";
}
