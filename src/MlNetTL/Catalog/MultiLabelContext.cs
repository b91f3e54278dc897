using Microsoft.ML;

namespace MlNetTL;

/// <summary>Adds the task 'several labels at once' to <see cref="MLContext"/>.</summary>
public static class MultiLabelContext
{
    extension(MLContext mlContext)
    {
        /// <summary>Trainers and evaluation for several labels at once.</summary>
        public MultiLabelClassificationCatalog MultiLabelClassification => new(mlContext);
    }
}
