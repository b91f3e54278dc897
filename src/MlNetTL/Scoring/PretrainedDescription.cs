using MlNetTL.Backbones;
using MlNetTL.Weights;

namespace MlNetTL.Scoring;

/// <summary>The weights that training started from, with all that their publisher says of them. What is null was not known: of a file of one's own, most.</summary>
/// <param name="Name">The name or path by which they were asked for.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Sha256">The file's SHA-256, in lower-case hexadecimal.</param>
/// <param name="Fitted">What was loaded, what was changed to fit, and what was left new.</param>
/// <param name="Preprocessing">The normalisation that they were trained with, one mean and deviation for each of their channels.</param>
/// <param name="Url">Where they are published.</param>
/// <param name="Licence">The licence, or what the publisher says of it.</param>
/// <param name="Top1">The published accuracy on ImageNet's validation images, in percent.</param>
/// <param name="Outputs">The number of outputs that they were trained for; 0 where the file has no head.</param>
/// <param name="Input">The images that they were made for.</param>
/// <param name="Note">What else one must know of them.</param>
/// <param name="Use">What was taken from them.</param>
public sealed record PretrainedDescription(
    string Name, string FileName, string Sha256, string Fitted, Preprocessing Preprocessing,
    Uri? Url = null, string? Licence = null, double? Top1 = null, int? Outputs = null, PublishedInput? Input = null, string? Note = null, PretrainedUse Use = PretrainedUse.Values)
{
    /// <summary>The number of channels that they were trained for.</summary>
    public int Channels => Preprocessing.Channels;

    /// <summary>The least value that the network is fed, for a black pixel.</summary>
    public double Minimum => Preprocessing.Range.Minimum;

    /// <summary>The greatest value that the network is fed, for a white pixel.</summary>
    public double Maximum => Preprocessing.Range.Maximum;
}
