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
        ValidationMetric.QuadraticKappa => "Quadratic kappa",
        ValidationMetric.MeanAbsoluteError => "MAE",
        ValidationMetric.RootMeanSquaredError => "RMSE",
        ValidationMetric.RSquared => "R²",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "A task's own metric must be asked for by name."),
    };

    /// <summary>Whether a lower figure is the better one.</summary>
    public static bool IsLowerBetter(ValidationMetric metric) => metric is ValidationMetric.Loss or ValidationMetric.MeanAbsoluteError or ValidationMetric.RootMeanSquaredError;
}
