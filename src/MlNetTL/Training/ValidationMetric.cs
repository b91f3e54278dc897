namespace MlNetTL.Training;

/// <summary>The figure on the validation rows by which the best epoch is chosen and training stops. Smoothed targets count in the loss alone.</summary>
public enum ValidationMetric
{
    /// <summary>AUC for binary and multi-label tasks (the mean over labels), accuracy for several classes, the quadratic weighted kappa for grades, the mean absolute error for numbers.</summary>
    Default,

    /// <summary>The loss; lower is better.</summary>
    Loss,

    /// <summary>The area under the ROC curve; for several classes or labels the mean over those that have both kinds of rows.</summary>
    AreaUnderRocCurve,

    /// <summary>The share of right answers; for labels, the mean over them at probability 0.5.</summary>
    Accuracy,

    /// <summary>The quadratic weighted kappa of classes in order (Cohen, 1968): ordinal tasks, and several classes that are grades. By cut points, that of the best ones for the validation rows.</summary>
    QuadraticKappa,

    /// <summary>The mean absolute error, in the label's unit; lower is better. Regression only.</summary>
    MeanAbsoluteError,

    /// <summary>The root of the mean squared error, in the label's unit; lower is better. Regression only.</summary>
    RootMeanSquaredError,

    /// <summary>The coefficient of determination, 1 - Σ (true - predicted)² / Σ (true - mean)². Regression only.</summary>
    RSquared,
}
