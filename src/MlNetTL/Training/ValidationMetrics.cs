namespace MlNetTL.Training;

/// <summary>What is told of each <see cref="ValidationMetric"/>: its name in reports, and which way is better.</summary>
internal static class ValidationMetrics
{
    /// <summary>The name in histories and reports.</summary>
    public static string NameOf(ValidationMetric metric) => metric switch
    {
        ValidationMetric.Loss => "Loss",
        ValidationMetric.AreaUnderRocCurve => "AUC",
        ValidationMetric.Accuracy => "Accuracy",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "A task's own metric must be asked for by name."),
    };

    /// <summary>Whether a lower figure is the better one.</summary>
    public static bool IsLowerBetter(ValidationMetric metric) => metric == ValidationMetric.Loss;
}
