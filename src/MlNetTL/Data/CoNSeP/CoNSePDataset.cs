using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>CoNSeP as a row of <see cref="DatasetTable"/>.</summary>
internal static class CoNSePDataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("consep",
        "24,319 nuclei of seven classes on 41 tiles of colorectal tissue, stained with haematoxylin and eosin (Graham et al., Medical Image Analysis 2019).",
        "https://warwick.ac.uk/fac/cross_fac/tia/data/hovernet, free for research",
        CoNSePLabels.Seven, "Source",
        [nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.PatchSize), nameof(DatasetRequest.Classes)],
        Read, ["train", "test"], DatasetLabels.Classes)
    { FindRoot = CoNSePFolder.FindRoot };

    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel)
    {
        var standard = new CoNSePOptions();
        var classes = request.Classes switch
        {
            null or 7 => CoNSePClasses.Seven,
            4 => CoNSePClasses.Four,
            _ => throw new ArgumentException($"Classes must be 7 or 4. Received: {request.Classes}."),
        };
        var options = new CoNSePOptions(request.ValueOf<CoNSePSplit>(nameof(request.Split), request.Split), request.PatchSize ?? standard.PatchSize, classes);
        return CoNSePReader.Load(mlContext.Data, request.Required(nameof(request.Folder), request.Folder), options);
    }
}
