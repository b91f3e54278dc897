using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>Reads the manifest of a data set.</summary>
/// <param name="mlContext">The context that the view belongs to.</param>
/// <param name="request">What to read.</param>
/// <param name="progress">Told the share done, from 0 to 1, where the data must be made first.</param>
/// <param name="cancel">Ends the making.</param>
public delegate IDataView DatasetReader(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel);
