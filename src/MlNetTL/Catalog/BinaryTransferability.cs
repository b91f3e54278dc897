using Microsoft.ML;
using MlNetTL.Evaluation;

namespace MlNetTL;

/// <summary>Scores deep features for a yes-or-no task before anything is trained on them.</summary>
public static class BinaryTransferability
{
    extension(BinaryClassificationCatalog catalog)
    {
        /// <summary>Estimates how well a network would transfer to a yes-or-no task, from its features of the training rows: LogME and the regularised
        /// H-score (see <see cref="Transferability"/>). Compare networks on the same rows.</summary>
        /// <param name="data">Training rows. Rows without a known label, and rows whose features are all NaN (unreadable images), are left out.</param>
        /// <param name="labelColumnName">The label: a Boolean, or a Single of 0, 1 or NaN.</param>
        /// <param name="featureColumnName">The features: a known-size vector of Single.</param>
        /// <exception cref="ArgumentException">A column is missing or of another type, a feature is not finite, or only one class has rows.</exception>
        public TransferabilityEstimate EstimateTransferability(IDataView data, string labelColumnName = "Label", string featureColumnName = "Features")
        {
            ArgumentNullException.ThrowIfNull(catalog);
            return TransferabilityReader.OfClasses(data, labelColumnName, featureColumnName);
        }
    }
}
