using Microsoft.ML;

namespace MlNetTL.Interop;

/// <summary>ML.NET's result of a fold, whose constructor is internal.</summary>
internal static class CrossValidationResults
{
    /// <summary>Makes the result of a fold.</summary>
    public static TrainCatalogBase.CrossValidationResult<T> Make<T>(ITransformer model, T metrics, IDataView scoredHoldOutSet, int fold) where T : class => new(model, metrics, scoredHoldOutSet, fold);
}
