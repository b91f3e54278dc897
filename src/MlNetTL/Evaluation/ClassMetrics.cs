namespace MlNetTL.Evaluation;

/// <summary>How well one class is told from all others. Figures that the rows do not define are NaN.</summary>
/// <param name="Name">The class.</param>
/// <param name="Rows">Rows of the class.</param>
/// <param name="AreaUnderRocCurve">The area under the ROC curve of its probability, this class against the rest.</param>
/// <param name="AreaUnderRocCurveInterval">Its 95 % interval by DeLong's method.</param>
/// <param name="AveragePrecision">The average precision of its probability, this class against the rest.</param>
/// <param name="Precision">The share of the rows called this class that are of it.</param>
/// <param name="Recall">The share of its rows that are called so.</param>
/// <param name="F1Score">The harmonic mean of precision and recall.</param>
public sealed record ClassMetrics(
    string Name,
    int Rows,
    double AreaUnderRocCurve,
    ConfidenceInterval AreaUnderRocCurveInterval,
    double AveragePrecision,
    double Precision,
    double Recall,
    double F1Score);
