using MlNetTL.Experiments.Runs;
using MlNetTL.Scoring;
using TorchSharp;

namespace MlNetTL.Cli.Runs;

/// <summary>Where a model's figures come from.</summary>
internal static class RunProvenance
{
    /// <summary>Gathers it.</summary>
    /// <param name="model">What the model says of itself.</param>
    /// <param name="weights">The weights as the pipeline names them.</param>
    /// <param name="started">When the run began.</param>
    public static Provenance Of(ModelDescription model, string? weights, DateTimeOffset started) => new(
        started, model.Seed, model.TrainedOn, torch.get_num_threads(), model.Backbone,
            weights ?? model.PretrainedWeights, model.PretrainedSha256, PreprocessingOf(model), Versions.All());

    private static string PreprocessingOf(ModelDescription model)
    {
        var statistics = model.Preprocessing.ForChannels(model.Layout.Channels);
        return $"{model.Layout}; mean {string.Join(", ", statistics.Mean)}, standard deviation {string.Join(", ", statistics.Std)} of the full range";
    }
}
