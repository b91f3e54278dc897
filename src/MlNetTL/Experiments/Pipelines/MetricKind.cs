namespace MlNetTL.Experiments.Pipelines;

/// <summary>The figure on the validation images by which the best epoch is chosen.</summary>
public enum MetricKind
{
    /// <summary>The loss; lower is better.</summary>
    Loss,

    /// <summary>The (mean) area under the ROC curve; not for regression.</summary>
    AreaUnderRocCurve,

    /// <summary>The share of right answers; not for regression.</summary>
    Accuracy,

    /// <summary>The quadratic weighted kappa; for ordinal and multiclass.</summary>
    QuadraticKappa,

    /// <summary>The mean absolute error; for regression. Lower is better.</summary>
    MeanAbsoluteError,

    /// <summary>The root of the mean squared error; for regression. Lower is better.</summary>
    RootMeanSquaredError,

    /// <summary>The coefficient of determination; for regression.</summary>
    RSquared,
}
