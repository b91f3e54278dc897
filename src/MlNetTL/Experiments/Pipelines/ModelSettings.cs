using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>The network.</summary>
/// <param name="Backbone">The network's name, as in resnet18 or resnet50.</param>
/// <param name="Weights">Pretrained weights: a name such as imagenet; a .safetensors, .pth or .npz file ('#key' after it for one set of several); a trained model's zip, or
/// the folder of its run. Absent: from scratch.</param>
/// <param name="Top">The sizes of the hidden layers between backbone and output. Empty or absent: linear.</param>
/// <param name="TopActivation">What follows each hidden layer: relu, gelu, silu or none.</param>
/// <param name="TopDropout">The share of values that is dropped after each hidden layer in training, at least 0 and below 1.</param>
/// <param name="TopBatchNorm">Whether each hidden layer is followed by batch normalisation, before its activation.</param>
/// <param name="Frozen">Whether only the top is trained and the backbone stays as it was pretrained. Short for 'freezeUpTo' stage4.</param>
/// <param name="FreezeUpTo">The last stage that stays as it was pretrained, with all before it: stem, stage1, stage2, stage3 or stage4. Absent: none.</param>
/// <param name="Normalization">Where the mean and standard deviation of pixels come from. weights: what belongs to the pretrained weights, ImageNet's from scratch;
/// trainingImages: computed over the training images, for 16-bit images and bands that no weights know.</param>
/// <param name="PretrainedUse">values: training starts from the weights; meanAndVariance: each tensor is drawn anew with the mean and variance that it has in them
/// (Raghu et al., 2019).</param>
/// <param name="StochasticDepth">The share of images that training takes past the last residual branch (Huang et al., 2016), at least 0 and below 1; earlier branches have less, in a line down to
/// 0. Absent: the network's own, 0.2 for an EfficientNet and 0 for the others.</param>
public sealed record ModelSettings(
    string Backbone = "resnet18",
    string? Weights = null,
    IReadOnlyList<int>? Top = null,
    bool Frozen = false,
    string? FreezeUpTo = null,
    Normalization Normalization = Normalization.Weights,
    PretrainedUseKind PretrainedUse = PretrainedUseKind.Values,
    TopActivationKind TopActivation = TopActivationKind.Relu,
    double TopDropout = 0,
    bool TopBatchNorm = false,
    double? StochasticDepth = null)
{
    // As every network names them: a pipeline file is checked before anything knows of networks.
    private static readonly string[] s_stages = ["stem", "stage1", "stage2", "stage3", "stage4"];

    /// <summary>The sizes of the hidden layers between backbone and output.</summary>
    public IReadOnlyList<int> Top { get; init; } = Top ?? [];

    internal void Validate(TrainingSettings training, ProblemList problems)
    {
        problems.Require(Backbone.Length > 0, "model.backbone", "must name a network", Backbone);
        problems.Require(Weights is not "", "model.weights", "must name weights or a file, or be absent (from scratch)", Weights);
        for (var i = 0; i < Top.Count; i++) problems.RequireAtLeast(Top[i], 1, $"model.top[{i}]");
        problems.Require(TopDropout is >= 0 and < 1, "model.topDropout", "must be at least 0 and below 1", TopDropout);
        problems.Require(StochasticDepth is null or (>= 0 and < 1), "model.stochasticDepth", "must be at least 0 and below 1, or be absent", StochasticDepth);
        foreach (var (name, value, isSet) in new (string, object, bool)[]
                 { ("topActivation", TopActivation.ToString().ToLowerInvariant(), TopActivation != TopActivationKind.Relu), ("topDropout", TopDropout, TopDropout > 0), ("topBatchNorm", "true", TopBatchNorm) })
            problems.Require(!isSet || Top.Count > 0, $"model.{name}", "needs hidden layers in 'model.top' to follow", value);
        problems.Require(!Frozen || Weights is not null, "model.frozen", "needs pretrained 'weights': a frozen backbone from scratch learns nothing", true);
        problems.Require(PretrainedUse == PretrainedUseKind.Values || Weights is not null, "model.pretrainedUse", "must be absent without 'weights'", "meanAndVariance");
        problems.Require(training.UnfreezeEvery is null || Weights is not null, "training.unfreezeEvery", "needs pretrained 'model.weights': stages from scratch learn nothing while they are frozen",
            training.UnfreezeEvery);
        problems.Require(PretrainedUse == PretrainedUseKind.Values || !(Frozen || FreezeUpTo is not null || training.UnfreezeEvery is not null || training.Phases.Any(phase => phase.Freezes)), "model.pretrainedUse",
            "must be values where stages are frozen: what is drawn by mean and variance must learn first", "meanAndVariance");
        problems.Require(Weights is not null || !training.Phases.Any(phase => phase.Freezes), "training.phases", "need pretrained 'model.weights': stages from scratch learn nothing while they are frozen",
            training.Phases.FirstOrDefault(phase => phase.Freezes)?.Train);
        problems.Require(training.Phases.Count == 0 || !Frozen, "model.frozen", "must be absent where 'training.phases' say which stages train", true);
        problems.Require(training.Phases.Count == 0 || FreezeUpTo is null, "model.freezeUpTo", "must be absent where 'training.phases' say which stages train", FreezeUpTo);
        var trainsHeadAlone = (Frozen || FreezeUpTo == s_stages[^1]) && training.UnfreezeEvery is null || training.Phases.Count > 0 && training.Phases.All(phase => phase.Train == "head");
        problems.Require(!trainsHeadAlone || training.StageLearningRateFactor == 1, "training.stageLearningRateFactor", "must be absent where the head alone trains: the factor is of the stages before it", training.StageLearningRateFactor);
        problems.Require(!trainsHeadAlone || training.AdaptiveGradientClipping is null, "training.adaptiveGradientClipping", "must be absent where the head alone trains, which it leaves out", training.AdaptiveGradientClipping);
        if (FreezeUpTo is null) return;
        if (!s_stages.Contains(FreezeUpTo))
            problems.Add("model.freezeUpTo", $"model.freezeUpTo must be one of {string.Join(", ", s_stages)}, or be absent. Received: '{FreezeUpTo}'.{Suggestion.For(FreezeUpTo, s_stages)}");
        problems.Require(!Frozen || FreezeUpTo == s_stages[^1] || !s_stages.Contains(FreezeUpTo), "model.freezeUpTo", "must be stage4 or absent where 'frozen' is true", FreezeUpTo);
        problems.Require(Weights is not null, "model.freezeUpTo", "needs pretrained 'weights': frozen stages from scratch learn nothing", FreezeUpTo);
    }
}
