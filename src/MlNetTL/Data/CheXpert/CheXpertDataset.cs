using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>CheXpert as a row of <see cref="DatasetTable"/>.</summary>
internal static class CheXpertDataset
{
    /// <summary>The settings that it takes.</summary>
    public static IReadOnlyList<string> Settings { get; } =
        [nameof(DatasetRequest.Folder), nameof(DatasetRequest.Csv), nameof(DatasetRequest.View), nameof(DatasetRequest.Split), nameof(DatasetRequest.Labels), nameof(DatasetRequest.CheckFiles)];

    /// <summary>The splits that it has.</summary>
    public static IReadOnlyList<string> Splits { get; } = ["train", "valid"];

    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("chexpert",
        "224,316 chest X-rays of 65,240 patients with fourteen observations and uncertainty (Irvin et al., AAAI 2019).",
        "https://stanfordmlgroup.github.io/competitions/chexpert, under Stanford's research use agreement",
        CheXpertLabels.Names, "Patient", Settings, Read, Splits)
    { FindRoot = folder => CheXpertImages.RootOf(CheXpertFolder.FindRoot(folder)) };

    /// <summary>What the reader is asked for.</summary>
    public static CheXpertOptions OptionsOf(DatasetRequest request) => new(
        request.ValueOf<CheXpertView>(nameof(request.View), request.View),
        request.ValueOf<CheXpertSplit>(nameof(request.Split), request.Split),
        request.Labels, request.CheckFiles, request.Csv);

    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel) =>
        CheXpertReader.Load(mlContext.Data, request.Required(nameof(request.Folder), request.Folder), OptionsOf(request));
}
