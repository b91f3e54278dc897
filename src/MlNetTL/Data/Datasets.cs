using Microsoft.ML;
using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>The table of all data sets. To add one: write its reader, and a row here.</summary>
public static class DatasetTable
{
    private static readonly string[] s_chexpertSettings =
        [nameof(DatasetRequest.Folder), nameof(DatasetRequest.View), nameof(DatasetRequest.Split), nameof(DatasetRequest.Labels), nameof(DatasetRequest.CheckFiles)];

    /// <summary>The rows, by name.</summary>
    public static NamedTable<DatasetDefinition> All { get; } = new("data set", row => row.Name,
    [
        new("chexpert",
            "224,316 chest X-rays of 65,240 patients with fourteen observations and uncertainty (Irvin et al., AAAI 2019).",
            "https://stanfordmlgroup.github.io/competitions/chexpert, under Stanford's research use agreement",
            CheXpertLabels.Names, "Patient", s_chexpertSettings, ReadCheXpert),

        new("phantoms",
            "Chest phantoms that the product draws itself, in CheXpert's form: for a first try without a download.",
            "drawn on this machine, free",
            CheXpertLabels.Names, "Patient", [.. s_chexpertSettings.Except([nameof(DatasetRequest.Folder)]), nameof(DatasetRequest.Phantoms)], ReadPhantoms),

        new("csv",
            "Any images that a CSV lists with their labels.",
            "your own",
            [], null,
            [
                nameof(DatasetRequest.Csv), nameof(DatasetRequest.Folder), nameof(DatasetRequest.Split), nameof(DatasetRequest.Labels), nameof(DatasetRequest.PathColumn),
                nameof(DatasetRequest.LabelColumn), nameof(DatasetRequest.PatientColumn), nameof(DatasetRequest.SplitColumn), nameof(DatasetRequest.CheckFiles),
                nameof(DatasetRequest.PathPattern), nameof(DatasetRequest.Bands),
            ], ReadCsv),
    ]);

    private static IDataView ReadCheXpert(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel) =>
        CheXpertReader.Load(mlContext.Data, request.Folder ?? throw Missing(request, nameof(request.Folder)), CheXpertOptionsOf(request));

    private static IDataView ReadPhantoms(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel)
    {
        // The request is read before anything is drawn: a misspelt view must not cost seconds.
        var options = CheXpertOptionsOf(request);
        CheXpertLabels.Choose(options.Labels);
        return CheXpertReader.Load(mlContext.Data, PhantomCache.Ensure(request.Phantoms ?? new PhantomOptions(), progress, cancel), options);
    }

    private static IDataView ReadCsv(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel)
    {
        var csv = request.Csv ?? throw Missing(request, nameof(request.Csv));
        var options = new ImageManifestOptions(
            request.PathColumn ?? "path", request.LabelColumn ?? (request.Labels is null ? "label" : null), request.Labels,
            request.PatientColumn, request.SplitColumn, request.Split, request.Folder, CheckFiles: request.CheckFiles,
            PathPattern: request.PathPattern, Bands: request.Bands);
        return ManifestSchema.ToView(mlContext.Data, ManifestReader.Read(csv, options), options);
    }

    private static CheXpertOptions CheXpertOptionsOf(DatasetRequest request) => new(
        Value<CheXpertView>(nameof(request.View), request.View),
        Value<CheXpertSplit>(nameof(request.Split), request.Split),
        request.Labels, request.CheckFiles);

    private static T Value<T>(string setting, string? text) where T : struct, Enum
    {
        if (text is null) return default;
        var names = Enum.GetNames<T>();
        return names.Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new ArgumentException($"{setting} must be one of {string.Join(", ", names)}. Received: '{text}'.{Suggestion.For(text, names)}");
    }

    private static ArgumentException Missing(DatasetRequest request, string setting) =>
        new($"The data set '{request.Name}' must be given {setting}. Received nothing.");
}
