using Microsoft.ML;
using MlNetTL.Training;

namespace MlNetTL;

/// <summary>The overloads with plain arguments, which are the same for all tasks.</summary>
internal static class PlainArguments
{
    /// <summary>The arguments as options; all else keeps its default.</summary>
    public static ImageTransferLearningTrainer.Options ToOptions(
        string labelColumnName, string featureColumnName, string backbone, string? weights, int epochs, int batchSize, double learningRate, IDataView? validationSet, string? samplingKeyColumnName) => new()
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            Backbone = backbone,
            Weights = weights,
            Epochs = epochs,
            BatchSize = batchSize,
            LearningRate = learningRate,
            ValidationSet = validationSet,
            SamplingKeyColumnName = samplingKeyColumnName,
        };
}
