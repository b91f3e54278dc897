using MlNetTL.Backbones;
using MlNetTL.Weights;

namespace MlNetTL.Scoring;

/// <summary>The weights that training started from, with all that their publisher says of them. What is null was not known: of a file of one's own, most.</summary>
/// <param name="Name">Their name, or the file's; never its folder, which says who trained and where.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Sha256">The file's SHA-256, in lower-case hexadecimal.</param>
/// <param name="Fitted">What was loaded, what was changed to fit, and what was left new.</param>
/// <param name="Preprocessing">The normalisation that they were trained with, one mean and deviation for each of their channels; null where nothing tells.</param>
/// <param name="Url">Where they are published.</param>
/// <param name="Licence">The licence, or what the publisher says of it.</param>
/// <param name="Top1">The published accuracy on ImageNet's validation images, in percent.</param>
/// <param name="Outputs">The number of outputs that they were trained for; 0 where the file has no head.</param>
/// <param name="Input">The images that they were made for.</param>
/// <param name="Note">What else one must know of them.</param>
/// <param name="Use">What was taken from them.</param>
/// <param name="Channels">The number of image channels that they were made for; 0 in models of older versions.</param>
/// <param name="Origin">Where the weights are a trained model's: those that it started from in turn.</param>
public sealed record PretrainedDescription(
    string Name, string FileName, string Sha256, string Fitted, Preprocessing? Preprocessing,
    Uri? Url = null, string? Licence = null, double? Top1 = null, int? Outputs = null, PublishedInput? Input = null, string? Note = null, PretrainedUse Use = PretrainedUse.Values, int Channels = 0,
    WeightsOrigin? Origin = null)
{
    /// <summary>The least value that they were fed, for a black pixel; null where nothing tells.</summary>
    public double? Minimum => Preprocessing?.Range.Minimum;

    /// <summary>The greatest value that they were fed, for a white pixel; null where nothing tells.</summary>
    public double? Maximum => Preprocessing?.Range.Maximum;

    /// <summary>What a model keeps of the weights that it started from; null from scratch.</summary>
    internal static PretrainedDescription? Of(PretrainedWeights? weights) => weights is null ? null : new(
        weights.ShortName, weights.FileName, weights.Sha256, string.Join("; ", weights.Report.Lines), weights.Preprocessing,
        weights.Definition?.Url ?? weights.Origin?.Url, weights.Definition?.Licence ?? weights.Origin?.Licence, weights.Definition?.Top1, weights.Definition?.Outputs,
        weights.Definition?.Input, weights.Definition?.Note, weights.Report.Use, weights.Report.Channels, weights.Origin);
}
