using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>Boxes in Pascal VOC's form as a row of <see cref="DatasetTable"/>.</summary>
internal static class PascalVocDataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("voc",
        "Objects in boxes, in Pascal VOC's form (JPEGImages and Annotations): each box is an image of one class.",
        "your own, or http://host.robots.ox.ac.uk/pascal/VOC",
        [], "Source",
        [
            nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.PatchSize), nameof(DatasetRequest.BoxShape),
            nameof(DatasetRequest.BoxScale), nameof(DatasetRequest.CheckFiles),
        ], Read, Labels: DatasetLabels.Classes);

    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel) =>
        PascalVocReader.Load(mlContext.Data, request.Required(nameof(request.Folder), request.Folder), new(
            request.Split, request.ValueOf<PascalVocShape>(nameof(request.BoxShape), request.BoxShape), request.BoxScale ?? 1, request.PatchSize,
            CheckFiles: request.CheckFiles));
}
