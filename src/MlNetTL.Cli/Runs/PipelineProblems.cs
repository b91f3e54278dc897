using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>What is wrong with a pipeline that its own layer cannot know: networks and augmentations, which pipeline files know only by their names.</summary>
internal static class PipelineProblems
{
    /// <summary>The problems; none where it can be run.</summary>
    public static IEnumerable<PipelineProblem> Of(Pipeline pipeline) => [.. NetworkProblems.Of(pipeline), .. AugmentationSteps.Problems(pipeline)];
}
