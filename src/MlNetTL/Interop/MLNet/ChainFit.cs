using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Training;
using MlNetTL.Training.LearningRates;

namespace MlNetTL.Interop;

/// <summary>What <c>EstimatorChain.Fit</c> does, with a second view that goes along. The chain keeps its estimators to itself.</summary>
internal static class ChainFit
{
    /// <summary>Fits every estimator of a chain; the image trainer gets the validation rows.</summary>
    /// <exception cref="ArgumentException">No image trainer is a step of the chain itself, so that nothing would use the validation rows.</exception>
    public static TransformerChain<TLast> Run<TLast>(EstimatorChain<TLast> chain, IDataView train, IDataView validation) where TLast : class, ITransformer
    {
        var estimators = chain._estimators;
        if (!estimators.Any(estimator => estimator is ImageTransferLearningTrainer))
            throw new ArgumentException("Fit(train, validation) needs an image trainer (ImageTransferLearning) among the chain's own steps, or nothing would use the validation rows. "
                + $"Found: {string.Join(", ", estimators.Select(estimator => estimator.GetType().Name))}. Append the trainer to this chain itself, not within a chain of its own, or call Fit(train).");
        chain.GetOutputSchema(SchemaShape.Create(train.Schema)); // Misspelt columns come out before any step has read the data.
        var transformers = new ITransformer[estimators.Length];
        for (var i = 0; i < estimators.Length; i++)
        {
            transformers[i] = estimators[i] is ImageTransferLearningTrainer trainer ? trainer.Fit(train, validation) : estimators[i].Fit(train);
            if (i == estimators.Length - 1) break;
            train = ForTraining(chain, i, transformers[i], train);
            validation = transformers[i].Transform(validation);
        }
        return new TransformerChain<TLast>(transformers, chain._scopes);
    }

    /// <summary>Fits the estimators before the image trainer, and lets that look for a learning rate.</summary>
    /// <exception cref="ArgumentException">No image trainer is a step of the chain itself.</exception>
    public static LearningRateCurve FindLearningRate<TLast>(EstimatorChain<TLast> chain, IDataView train, LearningRateSearch? search) where TLast : class, ITransformer
    {
        var estimators = chain._estimators;
        chain.GetOutputSchema(SchemaShape.Create(train.Schema));
        for (var i = 0; i < estimators.Length; i++)
        {
            if (estimators[i] is ImageTransferLearningTrainer trainer) return trainer.FindLearningRate(train, search);
            train = ForTraining(chain, i, estimators[i].Fit(train), train);
        }
        throw new ArgumentException("FindLearningRate needs an image trainer (ImageTransferLearning) among the chain's own steps. "
            + $"Found: {string.Join(", ", estimators.Select(estimator => estimator.GetType().Name))}. Append the trainer to this chain itself, not within a chain of its own.");
    }

    // What the next step is fitted on.
    private static IDataView ForTraining<TLast>(EstimatorChain<TLast> chain, int step, ITransformer transformer, IDataView train) where TLast : class, ITransformer
    {
        var next = transformer is ITransformerWithDifferentMappingAtTrainingTime training ? training.TransformForTrainingPipeline(train) : transformer.Transform(train);
        return chain._needCacheAfter[step] && chain._host is { } host ? new CacheDataView(host, next, null) : next;
    }
}
