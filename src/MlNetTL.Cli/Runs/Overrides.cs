using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Cli.Runs;

/// <summary>Settings of the command line that take the place of a pipeline file's.</summary>
/// <param name="Data">The data set's folder.</param>
/// <param name="Weights">Pretrained weights, or 'none' for from scratch.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Epochs">The most epochs.</param>
/// <param name="Device">The device.</param>
/// <param name="SplitBy">What the split keeps together.</param>
internal sealed record Overrides(
    string? Data = null, string? Weights = null, int? Seed = null, int? Epochs = null, string? Device = null, SplitUnit? SplitBy = null)
{
    /// <summary>Reads a pipeline file and puts these settings in place.</summary>
    /// <exception cref="PipelineException">The file or a setting of the command line cannot be run.</exception>
    public Pipeline Read(string file)
    {
        var pipeline = Apply(PipelineFile.Read(file, PipelineProblems.Of));
        var problems = pipeline.Validate();
        return problems.Count == 0 ? pipeline : throw new PipelineException($"{file}, with the settings of the command line,", problems);
    }

    // What the command line states, no rule may choose.
    private Pipeline Apply(Pipeline pipeline) => InPlaceOf(pipeline).Stating(Epochs is null ? [] : ["training.epochs"]);

    private Pipeline InPlaceOf(Pipeline pipeline)
    {
        if (Data is not null && pipeline.Data.Dataset == DatasetKind.Phantoms)
            throw new ArgumentException($"--data must be left out where the pipeline draws its own images (phantoms). Received: '{Data}'. "
                + "Leave it out, or set data.dataset to another.");
        // Whole paths, so that the resolved pipeline can be run from any folder.
        var folder = Data ?? pipeline.Data.Folder;
        return pipeline with
        {
            Seed = Seed ?? pipeline.Seed,
            Data = pipeline.Data with { Folder = folder is null ? null : Path.GetFullPath(folder), Csv = folder is null && pipeline.Data.Csv is { } csv ? Path.GetFullPath(csv) : pipeline.Data.Csv, Split = SplitOf(pipeline.Data.Split) },
            Model = pipeline.Model with { Weights = WeightsOf(pipeline.Model) },
            Training = pipeline.Training with { Epochs = Epochs ?? pipeline.Training.Epochs, Device = Device ?? pipeline.Training.Device },
        };
    }

    private SplitSettings? SplitOf(SplitSettings? split)
    {
        if (split?.File is { } file) split = split with { File = Path.GetFullPath(file) };
        return SplitBy is null ? split : (split ?? new()) with { By = SplitBy };
    }

    private string? WeightsOf(ModelSettings model)
    {
        var weights = Weights ?? model.Weights;
        if (weights is "none") return null;
        // A run's folder stands for the model in it.
        if (weights is null || File.Exists(weights) || File.Exists(Path.Combine(weights, RunFolder.ModelName))) return weights is null ? null : Path.GetFullPath(weights);
        // 'file.pth#key' names one set of several in a file.
        return weights.LastIndexOf('#') is > 0 and var mark && File.Exists(weights[..mark]) ? Path.GetFullPath(weights[..mark]) + weights[mark..] : weights;
    }
}
