using MlNetTL.Backbones;
using MlNetTL.Images;

namespace MlNetTL.Scoring;

/// <summary>What computes the features of a column, as a model's zip says it.</summary>
/// <param name="Backbone">The network, a name of <see cref="BackboneTable"/>.</param>
/// <param name="Stage">The stage whose values are pooled, one of <see cref="Backbones.Backbone.StageNames"/>.</param>
/// <param name="Width">The number of features of an image.</param>
/// <param name="Head">The network's head, which counts for the stage 'head' alone.</param>
/// <param name="Layout">What the image column must hold.</param>
/// <param name="Preprocessing">The mean and standard deviation that the pixels are normalised by.</param>
/// <param name="PretrainedWeights">The name or the file name of the weights, or null for random ones.</param>
/// <param name="PretrainedSha256">The sha256 of that file.</param>
/// <param name="Seed">What decided random values.</param>
/// <param name="LibraryVersion">The version of MlNetTL.</param>
/// <param name="TorchVersion">The version of libtorch.</param>
/// <param name="Pretrained">What is known of the weights; null for random ones and in models of older versions.</param>
/// <param name="Normalization">Where <paramref name="Preprocessing"/> comes from; null in models of older versions.</param>
public sealed record FeatureDescription(
    string Backbone, string Stage, int Width, Top Head, ImageLayout Layout, Preprocessing Preprocessing, string? PretrainedWeights, string? PretrainedSha256, long Seed,
    string LibraryVersion, string TorchVersion, PretrainedDescription? Pretrained = null, NormalizationSource? Normalization = null);
