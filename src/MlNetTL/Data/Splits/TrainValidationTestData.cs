using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>Rows of one view in three sets that share no group.</summary>
/// <param name="TrainSet">To train on.</param>
/// <param name="ValidationSet">To choose the best epoch by; null where none was asked for.</param>
/// <param name="TestSet">To read once, at the end; null where none was asked for.</param>
public sealed record TrainValidationTestData(IDataView TrainSet, IDataView? ValidationSet, IDataView? TestSet);
