using MlNetTL.Training.Mixing;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;

namespace MlNetTL.Training.Rules;

/// <summary>Big Transfer's HyperRule (Kolesnikov et al., 'Big Transfer (BiT): general visual representation learning', 2020, section 3.3, and its authors' code): SGD with momentum 0.9 and no weight
/// decay, rate 0.003, steps of 512 images, and a length that hangs on the number of training images.</summary>
/// <remarks>
/// | Training images | Steps | Warm-up | Tenfold down after | Mixup |
/// | -- | -- | -- | -- | -- |
/// | below 20,000 | 500 | 100 | 200, 300, 400 | none |
/// | below 500,000 | 10,000 | 500 | 3,000, 6,000, 9,000 | 0.1 |
/// | more | 20,000 | 500 | 6,000, 12,000, 18,000 | 0.1 |
///
/// Steps are told in epochs of as many images, 512 a step: with fewer than 512 training images a step takes all there are, and there are more steps, not fewer images.
/// </remarks>
public static class HyperRule
{
    private const int StepImages = 512, PartImages = 32, SmallSide = 96;
    private const double Rate = 0.003, Momentum = 0.9, MixupAlpha = 0.1;

    private static readonly Length[] s_lengths =
    [
        new(20_000, 500, 100, [200, 300, 400], Mixes: false),
        new(500_000, 10_000, 500, [3_000, 6_000, 9_000], Mixes: true),
        new(long.MaxValue, 20_000, 500, [6_000, 12_000, 18_000], Mixes: true),
    ];

    /// <summary>Chooses settings.</summary>
    /// <param name="trainingImages">How many images are trained on; at least 2.</param>
    /// <param name="height">The height of the images as they were taken, in pixels.</param>
    /// <param name="width">Their width.</param>
    public static TrainingRule For(int trainingImages, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainingImages, 2);
        var length = s_lengths.First(row => trainingImages < row.Images);
        var stepsPerEpoch = BatchOrder.CountOf(trainingImages, StepImages, dropLast: false);
        double Epochs(int steps) => (double)steps * StepImages / trainingImages;
        var (resize, crop) = (long)height * width < SmallSide * SmallSide ? (160, 128) : (512, 480);
        return new($"{trainingImages:N0} training images: {length.Steps:N0} steps of {StepImages}", new Sgd(Momentum),
            new StepSchedule(Milestones: [.. length.Falls.Select(Epochs)], WarmupSteps: (int)Math.Round(Epochs(length.Warmup) * stepsPerEpoch)), Rate, PartImages, [new((int)Math.Ceiling(Epochs(length.Steps)))])
        {
            // The mean over 512 images, in the memory of 32: Big Transfer's networks have no batch normalisation, which would tell the two apart.
            AccumulationSteps = StepImages / PartImages,
            Mixing = length.Mixes ? new Mixup(MixupAlpha) : null,
            Advice = $"The images are {height} x {width} px (height x width) as they were taken: the rule asks for images of {resize} x {resize} px of which {crop} x {crop} are cut out at random.",
        };
    }

    private sealed record Length(long Images, int Steps, int Warmup, int[] Falls, bool Mixes);
}
