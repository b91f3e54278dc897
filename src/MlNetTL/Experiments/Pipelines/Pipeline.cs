using System.Text.Json.Serialization;
using MlNetTL.Evaluation;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>One training run from the images to the report, as a pipeline file states it. <see cref="PipelineFile"/> reads it; these comments describe
/// the settings in the file's JSON Schema.</summary>
/// <param name="Name">What the run is called; its folder begins with it. Letters, digits, '-', '_' and '.'.</param>
/// <param name="Data">Where the images and labels come from.</param>
/// <param name="Task">What is predicted.</param>
/// <param name="Schema">The JSON Schema of this file, for editors. It changes nothing.</param>
/// <param name="Description">A sentence for the report.</param>
/// <param name="Seed">Everything random hangs on this number: splits, order, first weights, augmentation.</param>
/// <param name="Image">What the images look like when the network sees them.</param>
/// <param name="Augmentation">Changes drawn afresh for each image of each epoch, in this order. None where absent.</param>
/// <param name="Model">The network.</param>
/// <param name="Training">How it learns.</param>
/// <param name="Output">Where the results go.</param>
public sealed record Pipeline(
    string Name,
    DataSettings Data,
    TaskSettings Task,
    [property: JsonPropertyName("$schema")] string? Schema = null,
    string Description = "",
    int Seed = 1,
    ImageSettings? Image = null,
    IReadOnlyList<AugmentationStep>? Augmentation = null,
    ModelSettings? Model = null,
    TrainingSettings? Training = null,
    OutputSettings? Output = null)
{
    /// <summary>What the images look like when the network sees them.</summary>
    public ImageSettings Image { get; init; } = Image ?? new();

    /// <summary>Changes drawn afresh for each image of each epoch, in this order.</summary>
    public IReadOnlyList<AugmentationStep> Augmentation { get; init; } = Augmentation ?? [];

    /// <summary>The network.</summary>
    public ModelSettings Model { get; init; } = Model ?? new();

    /// <summary>How it learns.</summary>
    public TrainingSettings Training { get; init; } = Training ?? new();

    /// <summary>Where the results go.</summary>
    public OutputSettings Output { get; init; } = Output ?? new();

    /// <summary>The settings that the file states, as in <c>training.epochs</c>; null where there was no file, and all count as stated.</summary>
    internal IReadOnlySet<string>? Stated { get; init; }

    /// <summary>What fills in the settings that were left out.</summary>
    internal TrainingRuleKind RuleInForce => Training.Rule ?? (States("training") ? TrainingRuleKind.None : TrainingRuleKind.DataSize);

    /// <summary>Whether a setting was stated, and no rule may choose it.</summary>
    internal bool States(string path) => Stated is null || Stated.Contains(path);

    /// <summary>Whether a rule is to choose a setting, so that what it will be is not known yet.</summary>
    internal bool IsLeftToARule(string path) => RuleInForce != TrainingRuleKind.None && !States(path);

    /// <summary>Notes that settings were stated otherwise than by the file.</summary>
    internal Pipeline Stating(IEnumerable<string> paths) => this with { Stated = Stated?.Union(paths).ToHashSet(StringComparer.Ordinal) };

    // Phases say how many epochs there are, where nothing else does.
    internal Pipeline WithEpochsOfPhases() => States("training.epochs") || Training.Phases.Count == 0 ? this
        : this with { Training = Training with { Epochs = Training.Phases.Sum(phase => phase.Epochs) } };

    // 'all' stands for the labels of the data set; a table of one's own may have a column of that name.
    internal Pipeline WithAllLabels() => Task is not { Kind: TaskKind.MultiLabel, Labels: ["all"] } || Data.AllLabels.Count == 0 ? this
        : this with { Task = Task with { Labels = Data.AllLabels } };

    /// <summary>Everything about the values that cannot be run, at once; empty where all is well. Folders and files are not looked at.</summary>
    public IReadOnlyList<PipelineProblem> Validate()
    {
        var problems = new ProblemList();
        problems.Require(Name.Length > 0 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && Name.Trim('.').Length > 0,
            "name", "must be made of letters, digits, '-', '_' and '.', because a folder is named after it", Name);
        Data.Validate(problems);
        Task.Validate(Data, problems);
        Image.Validate(problems);
        for (var i = 0; i < Augmentation.Count; i++) Augmentation[i].Validate($"augmentation[{i}]", problems);
        Model.Validate(Training, problems);
        Training.Validate(Task, IsLeftToARule, problems);
        problems.Require(Task.Kind != TaskKind.Regression || Data.Split?.Sample?.PerCategory is null, "data.split.sample.perCategory", "must be absent for a regression, which has no categories", Data.Split?.Sample?.PerCategory);
        if (Task.Hierarchy)
        {
            problems.Require(IsLeftToARule("training.epochs") || Training.Epochs > (Task.HeadEpochs ?? 1), "training.epochs", "must be more than the second stage's with 'task.hierarchy' (task.headEpochs), as they count both stages", Training.Epochs);
            problems.Require(Training.Phases.Count == 0, "training.phases", "must be absent with 'task.hierarchy', which has two stages of its own", Training.Phases.Count);
        }
        problems.Require(Task is not { UncertainIsClass: true } || Training.Loss.Name is not (LossKind.Asymmetric or LossKind.AucMargin) && Training.Loss.Alpha is null, "training.loss",
            "must be defined for several classes where task.uncertain multiClass makes three of each label: not asymmetric or aucMargin, and no alpha", Training.Loss.Name);
        var validates = Data.Validation is not null || Data.ValidationFraction > 0;
        problems.Require(Training.Patience is null || validates, "training.patience", "must be absent where 'data.validationFraction' is 0: without validation images nothing tells when to stop", Training.Patience);
        problems.Require(Training.Metric is null || validates, "training.metric", "must be absent where 'data.validationFraction' is 0: without validation images it chooses no epoch", Training.Metric);
        problems.Require(Training.Schedule.Name != ScheduleKind.Plateau || validates, "training.schedule.name",
            "must be another than plateau where 'data.validationFraction' is 0: without validation images nothing tells when the rate is to fall", "plateau");
        problems.Require(Output.Study != ScoreAggregation.Max || Task.Kind.HasLabels || Task.Kind == TaskKind.Ordinal, "output.study",
            "must be mean but for binary, multiLabel and ordinal: the highest probabilities of classes over a study's images are no probabilities, and the highest number is no better a number", Output.Study);
        problems.Require(Output.Folder.Length > 0, "output.folder", "must not be empty", Output.Folder);
        return problems.All;
    }
}
