using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Between an image and a plainer one, or beyond, as torchvision's colour changes go.</summary>
internal static class Blending
{
    /// <summary>Draws how much of the image there shall be: 1 is the image, 0 the plainer one. Uniform, never below 0.</summary>
    public static double Factor(RowRandom random, double maximumChange) => random.NextDouble(Math.Max(0, 1 - maximumChange), 1 + maximumChange);

    /// <summary>What is wrong with the largest change.</summary>
    public static IEnumerable<string> ChangeProblems(string step, double maximumChange) => maximumChange > 0 && double.IsFinite(maximumChange)
        ? []
        : [$"The MaximumChange of {step} must be above 0 and finite. Received: {maximumChange}."];

    /// <summary>The blend, within the range of values.</summary>
    public static Tensor Of(Tensor images, Tensor plainer, Tensor factors, double maximum) => images.mul(factors).add_(plainer.mul(1 - factors)).clamp_(0, maximum);

    /// <summary>The grey of colours, [images, 1, height, width], by the weights of ITU-R BT.601 as torchvision rounds them.</summary>
    public static Tensor Grey(Tensor images) => images.narrow(1, 0, 1).mul(0.2989).add_(images.narrow(1, 1, 1).mul(0.587)).add_(images.narrow(1, 2, 1).mul(0.114));

    /// <summary>The mean of each channel of each image, [images, channels, 1, 1].</summary>
    /// <remarks>Line by line, then over the lines: libtorch divides a sum to a single number among threads, and its last bit would hang on their number.</remarks>
    public static Tensor Means(Tensor images) =>
        images.sum(3, type: ScalarType.Float64).sum(2).div_(images.shape[2] * images.shape[3]).to(ScalarType.Float32).unsqueeze(2).unsqueeze(3);

    /// <summary>Why a step on colours cannot be taken.</summary>
    public static string? ColourProblem(string step, int channels) => channels == 3 ? null : $"{step} needs images of 3 channels, red, green and blue. Received: {channels}. Leave the step out.";
}
