using MlNetTL.Foundation;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Blurs the image by a Gaussian, mirrored at its border: torchvision's GaussianBlur. Findings as fine as the blur (microaneurysms, calcifications) go, and the label becomes untrue.</summary>
/// <param name="KernelSize">The pixels along each side that are weighed, odd and at least 3; less than twice the image's sides. What lies further out than half of it counts nothing.</param>
/// <param name="MinimumSigma">The least standard deviation, in pixels, above 0.</param>
/// <param name="MaximumSigma">The most, at least <paramref name="MinimumSigma"/>; uniform between them.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record RandomBlur(int KernelSize = 9, double MinimumSigma = 0.1, double MaximumSigma = 2, double Probability = 0.5) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems()
    {
        if (KernelSize < 3 || KernelSize % 2 == 0) yield return $"The KernelSize of RandomBlur must be odd and at least 3. Received: {KernelSize}.";
        if (!(MinimumSigma > 0 && MinimumSigma <= MaximumSigma && double.IsFinite(MaximumSigma)))
            yield return $"MinimumSigma and MaximumSigma of RandomBlur must be above 0 and finite, and the first not above the second. Received: {MinimumSigma} and {MaximumSigma}.";
    }

    internal override string? ProblemFor(int channels, int height, int width) => KernelSize / 2 < Math.Min(height, width)
        ? null
        : $"RandomBlur mirrors half of its KernelSize at the border, which must be less than the image's sides, {height} x {width}. Received: {KernelSize}.";

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum) =>
        Change(images, KernelSize, [.. randoms.Select(random => random.NextDouble(MinimumSigma, MaximumSigma))]);

    /// <summary>Along x and along y, since a Gaussian's kernel is the product of both. As sums of shifted images: each image has weights of its own, and the order of a sum hangs on nothing.</summary>
    internal static Tensor Change(Tensor images, int size, double[] sigmas)
    {
        var weights = tensor([.. sigmas.SelectMany(sigma => Weights(size, sigma))], [sigmas.Length, size], device: images.device);
        return Along(Along(images, 3), 2);

        Tensor Along(Tensor values, int dimension)
        {
            var (half, length) = (size / 2, values.shape[dimension]);
            long[] border = dimension == 3 ? [half, half, 0, 0] : [0, 0, half, half];
            using var padded = nn.functional.pad(values, border, PaddingModes.Reflect);
            var sum = zeros_like(values);
            for (var i = 0; i < size; i++)
            {
                using var term = padded.narrow(dimension, i, length) * weights.narrow(1, i, 1).reshape(-1, 1, 1, 1);
                sum.add_(term);
            }
            return sum;
        }
    }

    private static float[] Weights(int size, double sigma)
    {
        var weights = Enumerable.Range(0, size).Select(i => Math.Exp(-0.5 * Math.Pow((i - size / 2) / sigma, 2))).ToArray();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }
}
