using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.DataSets;

/// <summary>Turns what a command names into a pipeline: a file's own, or one that reads all of a data set.</summary>
internal static class DataSource
{
    /// <summary>The pipeline.</summary>
    /// <exception cref="ArgumentException">Neither or both are named, or the data set needs a pipeline file.</exception>
    public static Pipeline Of(DataRequestOptions options)
    {
        if (options.Pipeline is not null && options.Dataset is not null)
            throw new ArgumentException($"Either a pipeline file or --dataset must be named. Received both: '{options.Pipeline}' and '{options.Dataset}'.");
        if (options.Pipeline is { } file) return new Overrides(options.Data).Read(file);
        if (options.Dataset is not { } name)
            throw new ArgumentException($"A pipeline file or --dataset must be named. Received neither. Known data sets: {string.Join(", ", DatasetTable.All.Names)}.");
        var definition = DatasetTable.All[name];
        var kind = Enum.Parse<DatasetKind>(definition.Name, ignoreCase: true);
        if (definition.Splits is null && definition.Takes(nameof(DatasetRequest.Csv)))
            throw new ArgumentException($"The data set '{definition.Name}' needs a pipeline file, which names its columns. Received: --dataset {name}.");
        if (options.Data is null && definition.Takes(nameof(DatasetRequest.Folder)))
            throw new ArgumentException($"The folder of the data set '{definition.Name}' must be named. Received nothing. Give --data <folder>.");
        var task = definition.LabelNames.Count > 0 && !definition.Labels.HasFlag(DatasetLabels.Classes)
            ? new TaskSettings(TaskKind.MultiLabel, definition.LabelNames) : new TaskSettings(TaskKind.Multiclass);
        return new(definition.Name, new(kind, options.Data is { } folder ? Path.GetFullPath(folder) : null), task);
    }
}
