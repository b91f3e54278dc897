using System.Globalization;
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
            weights ?? model.PretrainedWeights, model.PretrainedSha256, PreprocessingOf(model), Versions.All(),
            model.Pretrained is { } pretrained ? Of(pretrained) : null, SourceOf(model.Normalization),
            model.TestTimeViews == TestTimeViews.Original ? null : $"the mean over {model.TestTimeViews}");

    private static WeightsProvenance Of(PretrainedDescription weights) => new(
        weights.FileName, weights.Fitted,
        $"{(weights.Channels == 0 ? "" : weights.Channels == 1 ? "1 channel, " : $"{weights.Channels} channels, ")}{RangeOf(weights)}",
        weights.Url?.ToString(), weights.Licence, weights.Top1, weights.Outputs, weights.Input?.ToString());

    private static string RangeOf(PretrainedDescription weights) => weights.Minimum is null
        ? "values of a range that nothing tells"
        : string.Create(CultureInfo.InvariantCulture, $"values from {weights.Minimum:0.###} to {weights.Maximum:0.###}");

    private static string? SourceOf(NormalizationSource? source) => source switch
    {
        null => null,
        NormalizationSource.Weights => "of the pretrained weights",
        NormalizationSource.TrainingImages => "of the training images",
        NormalizationSource.Options => "stated by the caller",
        _ => "ImageNet's, since nothing else was known",
    };

    private static string PreprocessingOf(ModelDescription model)
    {
        var statistics = model.Preprocessing.ForChannels(model.Layout.Channels);
        return $"{model.Layout}; mean {string.Join(", ", statistics.Mean)}, standard deviation {string.Join(", ", statistics.Std)} of the full range";
    }
}
