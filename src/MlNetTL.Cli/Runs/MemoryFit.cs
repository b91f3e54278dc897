using Microsoft.ML;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Scoring;
using MlNetTL.Training.Tasks;

namespace MlNetTL.Cli.Runs;

/// <summary>Divides a pipeline's steps into parts that fit into this machine's memory, where 'training.fitBatchToMemory' asks for it.</summary>
internal static class MemoryFit
{
    /// <summary>The pipeline with the parts that fit, stated; itself where it does not ask for them.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="pipeline">The pipeline, with what a rule chose.</param>
    /// <param name="data">Its images, which tell how many classes there are.</param>
    /// <param name="say">Takes a sentence of what was measured.</param>
    /// <exception cref="InsufficientMemoryException">Not even two images fit.</exception>
    public static Pipeline Of(MLContext mlContext, Pipeline pipeline, PipelineData data, Action<string> say)
    {
        if (!pipeline.Training.FitBatchToMemory) return pipeline;
        var options = TrainerOptions.Of(pipeline, "Label", PipelineChain.Image);
        var names = pipeline.Task.Labels.Count > 0 ? pipeline.Task.Labels.Count : data.Train.Rows.Select(row => row.Label).Distinct().Count();
        var outputs = LearningTask.For(Enum.Parse<PredictionTask>($"{pipeline.Task.Kind}"), options).OutputsOf(names);
        say(options.FitBatchToMemory(mlContext, PipelineChain.LayoutOf(pipeline), outputs));
        return pipeline with { Training = pipeline.Training with { BatchSize = options.BatchSize, AccumulationSteps = options.AccumulationSteps, FitBatchToMemory = false } };
    }
}
