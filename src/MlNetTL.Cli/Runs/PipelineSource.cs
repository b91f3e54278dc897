using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>Reads the splits of a pipeline's data set, and tells what is known of an image.</summary>
internal sealed class PipelineSource(MLContext mlContext, Pipeline pipeline, IProgress<double>? drawing, CancellationToken cancel)
{
    private readonly DataSettings _data = pipeline.Data;
    private readonly TaskSettings _task = pipeline.Task;
    private LabelSteps? _labels;

    /// <summary>Reads some splits as one table.</summary>
    /// <param name="set">What the images serve.</param>
    /// <param name="splits">The splits; null for all rows of a csv and for 'train' of other data sets.</param>
    public ImageTable Read(string set, IReadOnlyList<string>? splits)
    {
        var tables = (splits ?? [null!]).Select(split => ImageTable.Read(set, Labels.Apply(Load(split)), _task.Kind == TaskKind.Regression ? _data.NumberName : null)).ToArray();
        return tables[0] with { Rows = [.. tables.SelectMany(table => table.Rows)] };
    }

    /// <summary>Whether a model's label is among those of the task: an evaluation takes out what the data do not have.</summary>
    public bool Measures(string label) => _task.Labels.Contains(label);

    /// <summary>Whether the image can be trained on.</summary>
    public bool HasTarget(LabelledImage image) => Knows(image, IsTarget);

    /// <summary>Whether the image can be measured by. An uncertain label is a target under most policies, but never a truth.</summary>
    public bool HasTruth(LabelledImage image) => Knows(image, (label, _) => !float.IsNaN(TruthOf(label)));

    /// <summary>Whether the image is divided into sets: one that can be trained on under some policy for uncertain labels, so that trials which differ in the policy alone have the same patients in each set.</summary>
    public bool HasLabel(LabelledImage image) => Knows(image, (label, _) => !float.IsNaN(TruthOf(label)) || label == -1);

    /// <summary>A sentence of the classes of some images that the task does not name, with their counts; null where it names all. Such images are left out.</summary>
    public string? ClassesLeftOut(ImageTable table)
    {
        if (!_task.Kind.HasClasses || _task.Labels.Count == 0) return null;
        var others = table.Rows.Where(row => row.Label.Length > 0 && !HasClass(row)).GroupBy(row => row.Label).OrderByDescending(rows => rows.Count()).ThenBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => $"'{rows.Key}' ({rows.Count():N0})").ToArray();
        return others.Length == 0 ? null : $"The {table.Set} images have {(others.Length == 1 ? "a class that is" : "classes that are")} not in task.labels: {string.Join(", ", others)}. "
            + $"They are left out, as if they had no label. Name {(others.Length == 1 ? "it" : "them")} in task.labels, or leave it empty for all classes.";
    }

    /// <summary>What a label is held against a score as: 0, 1 or NaN.</summary>
    public float TruthOf(float label) => label is 0 or 1 ? label : float.IsNaN(label) && _task.Blank == BlankPolicy.Negative ? 0 : float.NaN;

    /// <summary>How studies are measured beside images; null where they are not.</summary>
    public ScoreAggregation? Study => pipeline.Output.Study;

    /// <summary>What the labels are made of where they are not the data set's own.</summary>
    public LabelSteps Labels => _labels ??= LabelSteps.Of(mlContext, pipeline);

    private bool Knows(LabelledImage image, Func<float, int, bool> isKnown) => _task.Kind switch
    {
        TaskKind.Regression => !float.IsNaN(image.Value),
        var kind when kind.HasLabels => image.Labels.Where(isKnown).Any(),
        _ => HasClass(image),
    };

    private bool IsTarget(float label, int place) => !float.IsNaN(TruthOf(label)) || (label == -1 && _task.PolicyAt(place) != UncertainPolicy.Ignore);

    private bool HasClass(LabelledImage image) => _task.Labels.Count == 0 || _task.Labels.Contains(image.Label);

    private IDataView Load(string? split)
    {
        var definition = _data.Definition;
        var view = definition.Load(mlContext, Request(definition, split), drawing, cancel);
        // Where a data set gives both forms, a class is what a task without labels is about.
        return !_task.Kind.HasLabels && view.Schema.GetColumnOrNull("Labels") is not null
            ? mlContext.Transforms.DropColumns("Labels").Fit(view).Transform(view) : view;
    }

    // Of the file's settings, those that the data set takes: 'view' has a value even where there are no views.
    private DatasetRequest Request(DatasetDefinition definition, string? split)
    {
        T? Taken<T>(string setting, T? value) where T : class => definition.Takes(setting) ? value : null;
        return new(definition.Name, Folder(definition),
            Csv: Taken(nameof(DatasetRequest.Csv), Csv(definition)),
            View: Taken(nameof(DatasetRequest.View), _data.View.ToString()),
            Split: split,
            Labels: Taken(nameof(DatasetRequest.Labels), LabelColumns),
            PathColumn: Taken(nameof(DatasetRequest.PathColumn), _data.PathPattern is null ? _data.PathColumn : null),
            LabelColumn: Taken(nameof(DatasetRequest.LabelColumn), _task.Kind.HasLabels ? null : _data.LabelColumn),
            PatientColumn: Taken(nameof(DatasetRequest.PatientColumn), _data.PatientColumn),
            SplitColumn: Taken(nameof(DatasetRequest.SplitColumn), _data.SplitColumn),
            Phantoms: Taken(nameof(DatasetRequest.Phantoms), new PhantomOptions(_data.Phantoms.TrainPatients, _data.Phantoms.ValidPatients, _data.Phantoms.Size, _data.Phantoms.Seed)),
            PathPattern: Taken(nameof(DatasetRequest.PathPattern), _data.PathPattern),
            Bands: Taken(nameof(DatasetRequest.Bands), _data.Bands),
            StudyColumn: Taken(nameof(DatasetRequest.StudyColumn), _data.StudyColumn),
            SourceColumn: Taken(nameof(DatasetRequest.SourceColumn), _data.SourceColumn),
            ValueColumn: Taken(nameof(DatasetRequest.ValueColumn), _data.ValueColumn),
            PatientPattern: Taken(nameof(DatasetRequest.PatientPattern), _data.PatientPattern),
            PatchSize: _data.PatchSize, Classes: _data.Classes, BoxShape: _data.BoxShape?.ToString(), BoxScale: _data.BoxScale);
    }

    // A data set with splits of its own looks for its tables in its folder; any other table is wherever it is said to be.
    private string? Csv(DatasetDefinition definition) =>
        _data.Csv is { } csv && definition.Splits is null ? Path.Combine(_data.Folder ?? "", csv) : _data.Csv;

    // A binary task on a csv reads one column of 0 and 1, which 'labelColumn' names where it is not called as the label is.
    private IReadOnlyList<string>? LabelColumns => _task.Kind switch
    {
        var kind when !kind.HasLabels => null,
        TaskKind.Binary when _data.Definition.Takes(nameof(DatasetRequest.LabelColumn)) && _data.LabelColumn is { } column => [column],
        _ => Labels.Columns,
    };

    private string? Folder(DatasetDefinition definition)
    {
        if (!definition.Takes(nameof(DatasetRequest.Folder))) return null;
        // The CSV's own folder serves where the paths start from it.
        return _data.Folder ?? (definition.Splits is null && definition.Takes(nameof(DatasetRequest.Csv)) ? null
            : throw new ArgumentException("The folder of the data set must be named. Received nothing. Give --data <folder>, or set data.folder in the pipeline file."));
    }
}
