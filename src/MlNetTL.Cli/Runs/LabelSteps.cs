using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Foundation;

namespace MlNetTL.Cli.Runs;

/// <summary>What a task's labels are made of: other labels of a tree, or the labels of a data set with other names.</summary>
/// <param name="Columns">The labels that are read.</param>
/// <param name="Apply">Makes the task's labels of them.</param>
internal sealed record LabelSteps(IReadOnlyList<string> Columns, Func<IDataView, IDataView> Apply)
{
    /// <summary>The steps of a pipeline.</summary>
    public static LabelSteps Of(MLContext mlContext, Pipeline pipeline)
    {
        var labels = pipeline.Task.Labels;
        if (!pipeline.Task.Kind.HasLabels || HasColumnOfItsOwn(pipeline)) return new(labels, view => view);
        var known = LabelsOfData.Of(pipeline.Data, labels);
        // A label under several names, or under another one, is read by the data set's.
        string[] columns = [.. labels.SelectMany(label => LabelVocabulary.Find(label, known) is { Count: > 0 } found ? found : [label]).Distinct()];
        var isMapped = !columns.SequenceEqual(labels);
        var tree = pipeline.Task.LabelTree;
        RequireLabelsOf(pipeline.Task, known);
        if (pipeline.Task.Propagates) columns = [.. columns.Concat(columns.SelectMany(tree.DescendantsOf).Where(known.Contains)).Distinct()];
        if (!isMapped && !pipeline.Task.Propagates) return new(labels, view => view);
        return new(columns, view =>
        {
            const string Column = nameof(LabelledImage.Labels);
            if (pipeline.Task.Propagates) view = mlContext.Transforms.PropagateLabels(Column, tree: tree).Fit(view).Transform(view);
            return mlContext.Transforms.MapLabels(Column, labels).Fit(view).Transform(view);
        });
    }

    // A misspelt name in a tree of one's own would be passed over, and its link with it.
    private static void RequireLabelsOf(TaskSettings task, IReadOnlyList<string> known)
    {
        var names = task.Tree is null ? [] : task.LabelTree.Links.SelectMany(link => new[] { link.Child, link.Parent }).Distinct().Where(name => !task.Labels.Contains(name) && !known.Contains(name)).ToArray();
        if (names.Length > 0)
            throw new ArgumentException(string.Join(" ", names.Select(name => $"task.tree must name labels of the data. Received: '{name}'.{Suggestion.For(name, known)}")) + $" Known: {string.Join(", ", known)}.");
    }

    // 'labelColumn' names the one column of a binary task, whatever its label is called.
    private static bool HasColumnOfItsOwn(Pipeline pipeline) => pipeline.Task.Kind == TaskKind.Binary
        && pipeline.Data.LabelColumn is not null && pipeline.Data.Definition.Takes(nameof(DatasetRequest.LabelColumn));
}
