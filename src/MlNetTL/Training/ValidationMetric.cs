namespace MlNetTL.Training;

/// <summary>The figure on the validation rows by which the best epoch is chosen and training stops. Smoothed targets count in the loss alone.</summary>
public enum ValidationMetric
{
    /// <summary>AUC for binary and multi-label tasks (the mean over labels), accuracy for several classes.</summary>
    Default,

    /// <summary>The loss; lower is better.</summary>
    Loss,

    /// <summary>The area under the ROC curve; for several classes or labels the mean over those that have both kinds of rows.</summary>
    AreaUnderRocCurve,

    /// <summary>The share of right answers; for labels, the mean over them at probability 0.5.</summary>
    Accuracy,
}
