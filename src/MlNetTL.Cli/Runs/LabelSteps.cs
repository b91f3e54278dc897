using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

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
        if (pipeline.Task.Propagates) columns = [.. columns.Concat(columns.SelectMany(CheXpertLabels.Tree.DescendantsOf).Where(known.Contains)).Distinct()];
        if (!isMapped && !pipeline.Task.Propagates) return new(labels, view => view);
        return new(columns, view =>
        {
            const string Column = nameof(LabelledImage.Labels);
            if (pipeline.Task.Propagates) view = mlContext.Transforms.PropagateLabels(Column).Fit(view).Transform(view);
            return mlContext.Transforms.MapLabels(Column, labels).Fit(view).Transform(view);
        });
    }

    // 'labelColumn' names the one column of a binary task, whatever its label is called.
    private static bool HasColumnOfItsOwn(Pipeline pipeline) => pipeline.Task.Kind == TaskKind.Binary
        && pipeline.Data.LabelColumn is not null && pipeline.Data.Definition.Takes(nameof(DatasetRequest.LabelColumn));
}
