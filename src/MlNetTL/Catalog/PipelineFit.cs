using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;
using MlNetTL.Training;
using MlNetTL.Training.LearningRates;

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

        /// <summary>Looks for a learning rate of the chain's image trainer: fits the steps before it, trains some steps at a rate that rises from each to the next, and throws that training away
        /// (Smith 2017; see <see cref="ImageTransferLearningTrainer.FindLearningRate"/>). Images are augmented as the chain says.</summary>
        /// <param name="trainData">Raw training rows.</param>
        /// <param name="search">Which rates; null for 1e-7 to 10 over 100 steps.</param>
        /// <example>
        /// <code language="csharp">
        /// var curve = pipeline.FindLearningRate(mlContext.Data.LoadCheXpert(folder, CheXpertView.Frontal));
        /// Console.WriteLine($"Begin with a learning rate of {curve.Valley:g2}.");
        /// </code>
        /// </example>
        public LearningRateCurve FindLearningRate(IDataView trainData, LearningRateSearch? search = null)
        {
            ArgumentNullException.ThrowIfNull(trainData);
            return ChainFit.FindLearningRate(pipeline, trainData, search);
        }
    }
}
