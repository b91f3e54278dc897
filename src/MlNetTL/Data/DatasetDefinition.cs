using Microsoft.ML;

namespace MlNetTL.Data;

/// <summary>A data set that the product can read: one row of <see cref="DatasetTable.All"/>.</summary>
/// <param name="Name">The name that pipelines use.</param>
/// <param name="Description">What it holds, in a sentence.</param>
/// <param name="Source">Where to get it, and under which terms.</param>
/// <param name="LabelNames">The names of all its labels, in order; empty where the file decides.</param>
/// <param name="GroupColumn">The column whose rows a split must keep together; null where the request decides (<see cref="DatasetRequest.PatientColumn"/>).</param>
/// <param name="Settings">The settings of a <see cref="DatasetRequest"/> that it takes beside Name; any other is refused.</param>
/// <param name="Read">Reads the manifest.</param>
/// <param name="Splits">The values of <see cref="DatasetRequest.Split"/>, the one to train on first; null where the file decides.</param>
/// <param name="Labels">The forms in which it gives labels.</param>
public sealed record DatasetDefinition(
    string Name,
    string Description,
    string Source,
    IReadOnlyList<string> LabelNames,
    string? GroupColumn,
    IReadOnlyList<string> Settings,
    DatasetReader Read,
    IReadOnlyList<string>? Splits = null,
    DatasetLabels Labels = DatasetLabels.Observations)
{
    /// <summary>What 'all labels' stands for; empty where the file decides.</summary>
    internal IReadOnlyList<string> AllLabels { get => field ?? LabelNames; init; }

    /// <summary>Finds the folder that the paths of images are named from, in the folder that a person names; null where that is the folder itself.</summary>
    internal Func<string, string>? FindRoot { get; init; }

    /// <summary>Whether it takes a setting of a <see cref="DatasetRequest"/>.</summary>
    internal bool Takes(string setting) => Settings.Contains(setting);

    /// <summary>Reads the manifest after a check of the request.</summary>
    /// <param name="mlContext">The context that the view belongs to.</param>
    /// <param name="request">What to read.</param>
    /// <param name="progress">Told the share done, from 0 to 1, where the data must be made first.</param>
    /// <param name="cancel">Ends the making.</param>
    /// <returns>A view with at least the column <c>Path</c>.</returns>
    /// <exception cref="ArgumentException">A setting is given that the data set does not take, or one it needs is not; all are named at once.</exception>
    public IDataView Load(MLContext mlContext, DatasetRequest request, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(request);
        var refused = Given(request).Except(Settings).ToArray();
        if (refused.Length > 0)
            throw new ArgumentException($"The data set '{Name}' must be given only settings that it takes: {string.Join(", ", Settings)}. "
                + $"Received also: {string.Join(", ", refused)}.");
        return Read(mlContext, request, progress, cancel);
    }

    private static IEnumerable<string> Given(DatasetRequest request) =>
        new (string Name, bool IsGiven)[]
        {
            (nameof(request.Folder), request.Folder is not null),
            (nameof(request.Csv), request.Csv is not null),
            (nameof(request.View), request.View is not null),
            (nameof(request.Split), request.Split is not null),
            (nameof(request.Labels), request.Labels is not null),
            (nameof(request.PathColumn), request.PathColumn is not null),
            (nameof(request.LabelColumn), request.LabelColumn is not null),
            (nameof(request.PatientColumn), request.PatientColumn is not null),
            (nameof(request.SplitColumn), request.SplitColumn is not null),
            (nameof(request.CheckFiles), request.CheckFiles),
            (nameof(request.Phantoms), request.Phantoms is not null),
            (nameof(request.PathPattern), request.PathPattern is not null),
            (nameof(request.Bands), request.Bands is not null),
            (nameof(request.StudyColumn), request.StudyColumn is not null),
            (nameof(request.SourceColumn), request.SourceColumn is not null),
            (nameof(request.ValueColumn), request.ValueColumn is not null),
            (nameof(request.PatientPattern), request.PatientPattern is not null),
            (nameof(request.PatchSize), request.PatchSize is not null),
            (nameof(request.Classes), request.Classes is not null),
            (nameof(request.BoxShape), request.BoxShape is not null),
            (nameof(request.BoxScale), request.BoxScale is not null),
        }.Where(setting => setting.IsGiven).Select(setting => setting.Name);
}
