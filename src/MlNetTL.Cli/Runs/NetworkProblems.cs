using System.Globalization;
using MlNetTL.Backbones;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>What is wrong with a pipeline's network, which pipeline files know only by its name.</summary>
internal static class NetworkProblems
{
    /// <summary>The problems; none where it can be built for the images.</summary>
    public static IEnumerable<PipelineProblem> Of(Pipeline pipeline)
    {
        if (!BackboneTable.All.TryFind(pipeline.Model.Backbone, out var network)) yield return new("model.backbone", BackboneTable.All.Unknown(pipeline.Model.Backbone));
        else if (pipeline.Model.StochasticDepth is > 0 and < 1 && network!.DepthProblem is { } branches)
            yield return new("model.stochasticDepth", $"model.stochasticDepth {branches} Received: {pipeline.Model.StochasticDepth.Value.ToString(CultureInfo.InvariantCulture)}.");
        if (network?.SizeProblem(pipeline.Image.Height ?? pipeline.Image.Size, pipeline.Image.Width ?? pipeline.Image.Size) is { } size) yield return new("image.size", size);
    }
}
