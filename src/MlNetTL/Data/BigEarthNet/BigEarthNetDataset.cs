using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>BigEarthNet as a row of <see cref="DatasetTable"/>.</summary>
internal static class BigEarthNetDataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("bigearthnet",
        "Up to 590,326 patches of Sentinel-2 images in twelve bands with the land cover of CORINE (Sumbul et al., IGARSS 2019; Clasen et al., reBEN, 2024).",
        "https://bigearth.net, CDLA-Permissive-1.0",
        BigEarthNetLabels.Nineteen, "Source",
        [
            nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.Labels), nameof(DatasetRequest.Bands), nameof(DatasetRequest.Classes),
            nameof(DatasetRequest.CheckFiles),
        ], Read);

    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel)
    {
        var classes = request.Classes switch
        {
            null or 19 => BigEarthNetClasses.Nineteen,
            43 => BigEarthNetClasses.FortyThree,
            _ => throw new ArgumentException($"Classes must be 19 or 43. Received: {request.Classes}."),
        };
        var split = request.ValueOf<BigEarthNetSplit>(nameof(request.Split), request.Split);
        return BigEarthNetReader.Load(mlContext.Data, request.Required(nameof(request.Folder), request.Folder),
            new(split, classes, request.Bands, request.Labels, request.CheckFiles));
    }
}
