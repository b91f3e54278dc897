using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>Reads the splits of a pipeline's data set, and tells what is known of an image.</summary>
internal sealed class PipelineSource(MLContext mlContext, Pipeline pipeline, IProgress<double>? drawing, CancellationToken cancel)
{
    private readonly DataSettings _data = pipeline.Data;
    private readonly TaskSettings _task = pipeline.Task;

    /// <summary>Reads some splits as one table.</summary>
    /// <param name="set">What the images serve.</param>
    /// <param name="splits">The splits; null for all rows of a csv and for 'train' of other data sets.</param>
    public ImageTable Read(string set, IReadOnlyList<string>? splits)
    {
        var tables = (splits ?? [null!]).Select(split => ImageTable.Read(set, Load(split))).ToArray();
        return tables[0] with { Rows = [.. tables.SelectMany(table => table.Rows)] };
    }

    /// <summary>Whether the image can be trained on.</summary>
    public bool HasTarget(LabelledImage image) => pipeline.Task.Kind == TaskKind.Multiclass ? HasClass(image) : image.Labels.Any(IsTarget);

    /// <summary>Whether the image can be measured by. An uncertain label is a target under most policies, but never a truth.</summary>
    public bool HasTruth(LabelledImage image) =>
        pipeline.Task.Kind == TaskKind.Multiclass ? HasClass(image) : image.Labels.Any(label => !float.IsNaN(TruthOf(label)));

    /// <summary>What a label is held against a score as: 0, 1 or NaN.</summary>
    public float TruthOf(float label) => label is 0 or 1 ? label : float.IsNaN(label) && _task.Blank == BlankPolicy.Negative ? 0 : float.NaN;

    private bool IsTarget(float label) => !float.IsNaN(TruthOf(label)) || (label == -1 && _task.Uncertain != UncertainPolicy.Ignore);

    private bool HasClass(LabelledImage image) => _task.Labels.Count == 0 || _task.Labels.Contains(image.Label);

    private IDataView Load(string? split)
    {
        var definition = DatasetTable.All[_data.Dataset.ToString()];
        return definition.Load(mlContext, Request(definition.Name, split), drawing, cancel);
    }

    private DatasetRequest Request(string name, string? split) => _data.Dataset switch
    {
        DatasetKind.Phantoms => new(name, View: _data.View.ToString(), Split: split, Labels: _task.Labels,
            Phantoms: new(_data.Phantoms.TrainPatients, _data.Phantoms.ValidPatients, _data.Phantoms.Size, _data.Phantoms.Seed)),
        DatasetKind.Chexpert => new(name, RequiredFolder, View: _data.View.ToString(), Split: split, Labels: _task.Labels),
        DatasetKind.Csv => new(name, _data.Folder, Path.Combine(_data.Folder ?? "", _data.Csv!), Split: split, Labels: LabelColumns,
            PathColumn: _data.PathPattern is null ? _data.PathColumn : null, LabelColumn: _task.Kind == TaskKind.Multiclass ? _data.LabelColumn : null,
            PatientColumn: _data.PatientColumn, SplitColumn: _data.SplitColumn,
            PathPattern: _data.PathPattern, Bands: _data.Bands),
        _ => throw new NotSupportedException($"{nameof(PipelineSource)} must ask for each data set that pipelines can name. It lacks '{_data.Dataset}'."),
    };

    // A binary task on a csv reads one column of 0 and 1, which 'labelColumn' names where it is not called as the label is.
    private IReadOnlyList<string>? LabelColumns => _task.Kind switch
    {
        TaskKind.Multiclass => null,
        TaskKind.Binary => [_data.LabelColumn ?? _task.Labels[0]],
        _ => _task.Labels,
    };

    private string RequiredFolder => _data.Folder
        ?? throw new ArgumentException("The folder of the data set must be named. Received nothing. "
            + "Give --data <folder>, or set data.folder in the pipeline file.");
}
