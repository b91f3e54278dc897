using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>EyePACS as a row of <see cref="DatasetTable"/>.</summary>
internal static class EyePacsDataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("eyepacs",
        "88,702 photographs of 44,351 patients' retinas, both eyes of each, with the grade of diabetic retinopathy from 0 to 4 (Kaggle 2015).",
        "https://www.kaggle.com/c/diabetic-retinopathy-detection, under the competition's rules",
        EyePacsLabels.Names, "Patient",
        [nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.Labels), nameof(DatasetRequest.CheckFiles)],
        Read, ["train", "publicTest", "privateTest"], DatasetLabels.Observations | DatasetLabels.Classes)
    { FindRoot = EyePacsReader.FindRoot };

    // The folders are listed in any case, so every image is looked for: CheckFiles changes nothing.
    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel) =>
        EyePacsReader.Load(mlContext.Data, request.Required(nameof(request.Folder), request.Folder),
            new(request.ValueOf<EyePacsSplit>(nameof(request.Split), request.Split), request.Labels));
}
