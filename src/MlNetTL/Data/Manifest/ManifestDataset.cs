using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>Any CSV of images as a row of <see cref="DatasetTable"/>.</summary>
internal static class ManifestDataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("csv",
        "Any images that a CSV lists with their labels.",
        "your own",
        [], null,
        [
            nameof(DatasetRequest.Csv), nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.Labels), nameof(DatasetRequest.PathColumn),
            nameof(DatasetRequest.LabelColumn), nameof(DatasetRequest.PatientColumn), nameof(DatasetRequest.SplitColumn), nameof(DatasetRequest.CheckFiles),
            nameof(DatasetRequest.PathPattern), nameof(DatasetRequest.Bands),
        ], Read, Labels: DatasetLabels.Observations | DatasetLabels.Classes);

    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel)
    {
        var csv = request.Required(nameof(request.Csv), request.Csv);
        var options = new ImageManifestOptions(
            request.PathColumn ?? "path", request.LabelColumn ?? (request.Labels is null ? "label" : null), request.Labels,
            request.PatientColumn, request.SplitColumn, request.Split, request.Folder, CheckFiles: request.CheckFiles,
            PathPattern: request.PathPattern, Bands: request.Bands);
        return ManifestSchema.ToView(mlContext.Data, ManifestReader.Read(csv, options), options);
    }
}
