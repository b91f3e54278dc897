using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;

namespace MlNetTL;

/// <summary>Fits a chain with validation rows of its own.</summary>
public static class PipelineFit
{
    extension<TLast>(EstimatorChain<TLast> pipeline) where TLast : class, ITransformer
    {
        /// <summary>Fits the chain; both views are raw. Each step is fitted on the training rows alone and brings the
        /// validation rows to the next, as when scoring (not augmented), up to the image trainer.</summary>
        /// <param name="trainData">Raw training rows.</param>
        /// <param name="validationData">Raw validation rows, of patients that are not among the training rows.</param>
        /// <returns>The fitted chain, the same as <c>Fit(trainData)</c> gives.</returns>
        /// <example>
        /// <code language="csharp">
        /// var train = mlContext.Data.LoadCheXpert(folder, CheXpertView.Frontal, CheXpertSplit.Train);
        /// var valid = mlContext.Data.LoadCheXpert(folder, CheXpertView.Frontal, CheXpertSplit.Valid);
        /// var model = pipeline.Fit(train, valid);
        /// </code>
        /// </example>
        public TransformerChain<TLast> Fit(IDataView trainData, IDataView validationData)
        {
            ArgumentNullException.ThrowIfNull(trainData);
            ArgumentNullException.ThrowIfNull(validationData);
            return ChainFit.Run(pipeline, trainData, validationData);
        }
    }
}
