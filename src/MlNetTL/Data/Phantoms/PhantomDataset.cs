using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>The phantoms as a row of <see cref="DatasetTable"/>.</summary>
internal static class PhantomDataset
{
    /// <summary>The row.</summary>
    public static DatasetDefinition Row { get; } = new("phantoms",
        "Chest phantoms that the product draws itself, in CheXpert's form: for a first try without a download.",
        "drawn on this machine, free",
        CheXpertLabels.Names, "Patient", [.. CheXpertDataset.Settings.Except([nameof(DatasetRequest.Folder), nameof(DatasetRequest.Csv)]), nameof(DatasetRequest.Phantoms)], Read, CheXpertDataset.Splits);

    private static IDataView Read(MLContext mlContext, DatasetRequest request, IProgress<double>? progress, CancellationToken cancel)
    {
        // The request is read before anything is drawn: a misspelt view must not cost seconds.
        var options = CheXpertDataset.OptionsOf(request);
        CheXpertLabels.Choose(options.Labels);
        return CheXpertReader.Load(mlContext.Data, PhantomCache.Ensure(request.Phantoms ?? new PhantomOptions(), progress, cancel), options);
    }
}
