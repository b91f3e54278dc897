using Microsoft.ML;
using MlNetTL.Evaluation;

namespace MlNetTL;

/// <summary>Evaluates grades in order.</summary>
public static class MulticlassGrades
{
    extension(MulticlassClassificationCatalog catalog)
    {
        /// <summary>Evaluates scored grades by what was called, where <c>Evaluate</c> takes the class with the highest score: the quadratic weighted kappa with its interval, the confusion matrix and
        /// the figures of each grade.</summary>
        /// <param name="data">Scored rows. Rows without a label, and rows whose scores are NaN (unreadable images), are left out and counted.</param>
        /// <param name="labelColumnName">The grade: a Key, whose order is that of the grades.</param>
        /// <param name="scoreColumnName">The probabilities of the grades: a vector of Single.</param>
        /// <param name="predictedLabelColumnName">The called grade: a Key.</param>
        /// <exception cref="ArgumentException">A column is missing or of another type or size; the message lists every problem.</exception>
        public ClassificationSummary EvaluateGrades(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel")
        {
            ArgumentNullException.ThrowIfNull(catalog);
            ArgumentNullException.ThrowIfNull(data);
            return GradeEvaluator.Evaluate(data, labelColumnName, scoreColumnName, predictedLabelColumnName);
        }
    }
}
