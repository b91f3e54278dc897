using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Cli.Splits;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.DataSets;

/// <summary>All images of some data, labelled or not, each with its set.</summary>
/// <param name="Table">The images.</param>
/// <param name="Sets">The set of each.</param>
/// <param name="Folder">The folder that their paths are named from.</param>
/// <param name="Notes">What a reader must know.</param>
internal sealed record DataRows(ImageTable Table, IReadOnlyList<string> Sets, string Folder, IReadOnlyList<string> Notes)
{
    private const string Everything = "all";

    /// <summary>The names of the sets: train, validation, test and none before others, which come as they are met.</summary>
    public IReadOnlyList<string> SetNames => [.. SplitTable.Sets.Intersect(Sets), .. Sets.Distinct().Except(SplitTable.Sets)];

    /// <summary>Reads the sets that a pipeline names, or all that its data set has. Where the pipeline divides images itself, the sets are those that come of it.</summary>
    public static DataRows Read(MLContext mlContext, Pipeline pipeline, IProgress<double>? drawing, CancellationToken cancel)
    {
        var source = new PipelineSource(mlContext, pipeline, drawing, cancel);
        var notes = new List<string>();
        if (pipeline.Task.Kind.HasLabels && pipeline.Task.Labels.Count < pipeline.Data.Definition.LabelNames.Count) notes.Add($"Only the labels of the task are read: {string.Join(", ", pipeline.Task.Labels)}.");
        var parts = new List<(ImageTable Table, IReadOnlyList<string> Sets)>();
        if (pipeline.Data.Split is not null)
        {
            var split = new PipelineSplit(pipeline, source.Read("train", pipeline.Data.Train)).Divide(source.HasTarget);
            notes.Add(split.Description);
            parts.Add((split.All, split.Sets));
            foreach (var named in new[] { pipeline.Data.Validation, pipeline.Data.Test }) if (named is not null) Add(source, named, parts);
        }
        else
        {
            AddAll(source, pipeline.Data, parts, notes);
        }
        var table = parts[0].Table with { Rows = [.. parts.SelectMany(part => part.Table.Rows)] };
        return new(table, [.. parts.SelectMany(part => part.Sets)], FolderOf(pipeline, table), notes);
    }

    /// <summary>The images of a set.</summary>
    public IEnumerable<LabelledImage> Of(string set) => Table.Rows.Where((_, i) => Sets[i] == set);

    /// <summary>The image's path from the folder of the data.</summary>
    public string NameOf(LabelledImage row) => ImageNames.Of(row.Path, Folder);

    // What is not here of a data set's own sets is noted: a copy without its validation set can be described all the same.
    private static void AddAll(PipelineSource source, DataSettings data, List<(ImageTable, IReadOnlyList<string>)> parts, List<string> notes)
    {
        string[] named = [.. new[] { data.Train, data.Validation, data.Test }.SelectMany(sets => sets ?? [])];
        if (data.Definition.Splits is not { } splits)
        {
            Add(source, named.Length == 0 ? null : named, parts);
            return;
        }
        FileNotFoundException? missing = null;
        foreach (var set in named.Length == 0 ? splits : named)
            try
            {
                Add(source, [set], parts);
            }
            catch (FileNotFoundException error)
            {
                missing ??= error;
                notes.Add($"The set '{set}' is not here: {error.Message}");
            }
        if (parts.Count == 0 && missing is not null) throw missing;
    }

    private static void Add(PipelineSource source, IReadOnlyList<string>? sets, List<(ImageTable, IReadOnlyList<string>)> parts)
    {
        foreach (var set in sets ?? [null!])
        {
            var table = source.Read(set ?? Everything, set is null ? null : [set]);
            parts.Add((table, [.. table.Rows.Select(row => set ?? (row.Split.Length > 0 ? row.Split : Everything))]));
        }
    }

    private static string FolderOf(Pipeline pipeline, ImageTable table) => SplitGroups.RootOf(pipeline.Data, table);
}
