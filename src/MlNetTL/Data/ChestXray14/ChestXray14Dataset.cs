using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>ChestX-ray14 as a row of <see cref="DatasetTable"/>.</summary>
internal static class ChestXray14Dataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("chestxray14",
        "112,120 frontal chest X-rays of 30,805 patients with fourteen findings read out of reports by a program (Wang et al., CVPR 2017).",
        "https://nihcc.app.box.com/v/ChestXray-NIHCC, free with citation",
        ChestXray14Labels.Names, "Patient",
        [nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.Labels), nameof(DatasetRequest.CheckFiles)],
        Read, ["trainVal", "test"])
    // 'No Finding' is what the table writes where there is none of the fourteen.
    { FindRoot = ChestXray14Reader.FindRoot, AllLabels = ChestXray14Labels.Findings };

    // The folders are listed in any case, so every image is looked for: CheckFiles changes nothing.
    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel) =>
        ChestXray14Reader.Load(mlContext.Data, request.Required(nameof(request.Folder), request.Folder),
            new(request.ValueOf<ChestXray14Split>(nameof(request.Split), request.Split), request.Labels));
}
