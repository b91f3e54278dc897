using Microsoft.ML;
using static MlNetTL.Data.TableSchema;

namespace MlNetTL.Data;

/// <summary>Any CSV or Parquet file of images as a row of <see cref="DatasetTable"/>.</summary>
internal static class ManifestDataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("csv",
        "Any images that a CSV or Parquet file lists with their labels.",
        "your own",
        [], null,
        [
            nameof(DatasetRequest.Csv), nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.Labels), nameof(DatasetRequest.PathColumn),
            nameof(DatasetRequest.LabelColumn), nameof(DatasetRequest.PatientColumn), nameof(DatasetRequest.SplitColumn), nameof(DatasetRequest.CheckFiles),
            nameof(DatasetRequest.PathPattern), nameof(DatasetRequest.Bands),
            nameof(DatasetRequest.StudyColumn), nameof(DatasetRequest.SourceColumn), nameof(DatasetRequest.ValueColumn),
        ], Read, Labels: DatasetLabels.Observations | DatasetLabels.Classes);

    /// <summary>The columns of a table that names them as this does by default, as a Table Schema (specs.frictionlessdata.io/table-schema), as it lies in
    /// <c>schemas/</c>.</summary>
    public static string ToTableSchema() => TableSchema.Of("Any CSV or Parquet file of images; its columns may have other names",
        Field("path", "string", "the image, relative to the table's folder or another; several files of one image with '|' between", new() { ["required"] = true, ["unique"] = true }),
        Field("label", "string", "one class for each image; several columns of 1, 0, -1 and blank may take its place, or a number"),
        Field("patient", "string", "whose image it is"),
        Field("study", "string", "the examination"),
        Field("source", "string", "the tile, slide, place or device"),
        Field("split", "string", "the part of the data"),
        Field("value", "number", "a number to predict"));

    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel)
    {
        var csv = request.Required(nameof(request.Csv), request.Csv);
        var options = new ImageManifestOptions(
            request.PathColumn ?? "path", request.LabelColumn ?? (request.Labels is null && request.ValueColumn is null ? "label" : null), request.Labels,
            request.PatientColumn, request.SplitColumn, request.Split, request.Folder, CheckFiles: request.CheckFiles,
            PathPattern: request.PathPattern, Bands: request.Bands,
            StudyColumn: request.StudyColumn, SourceColumn: request.SourceColumn, ValueColumn: request.ValueColumn);
        return ManifestSchema.ToView(mlContext.Data, ManifestReader.Read(csv, options), options);
    }
}
