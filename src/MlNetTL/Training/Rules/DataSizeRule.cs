using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;
using MlNetTL.Transforms;

namespace MlNetTL.Training.Rules;

/// <summary>Sound settings by the number of training images, for whoever states none. The fewer the images, the more epochs, since it is steps that learn.</summary>
/// <remarks>
/// | What | Number | From |
/// | -- | -- | -- |
/// | optimiser | AdamW, weight decay 0.01 | Loshchilov and Hutter 2019; PyTorch's and fastai's default decay |
/// | learning rate | 1e-4 from pretrained weights, 1e-3 from scratch | the former is CheXpert's (Irvin et al. 2019), the latter Adam's own (Kingma and Ba 2015) |
/// | schedule | cosine to 0 after a warm-up over a tenth of the steps, at most 500 | Loshchilov and Hutter 2017; Goyal et al. 2017; 500 is the HyperRule's longest warm-up |
/// | | flat after the warm-up for up to 500 images from pretrained weights: of some hundred steps a cosine leaves too few at the full rate, and the average of the weights settles what the rate does not | Izmailov et al. 2018, who average along a constant rate; measured on validation images of 150 X-rays (README, *Measured*) |
/// | phases | pretrained: a tenth of the epochs for the head alone at 1e-3, then all with a fresh schedule | fastai's fine_tune (Howard and Gugger 2020) |
/// | epochs | 30, 20, 10, 5 up to 500, 5,000, 50,000, and more images; from scratch twice as many | so that few images still make hundreds of steps |
/// | patience | none: the best epoch is kept, and a cosine that is cut off has not fallen | |
/// | average of the weights | 0.999, less in the first steps | Tan and Le 2019 average EfficientNet's weights so; the first steps as TensorFlow's ExponentialMovingAverage |
/// | augmentation | crop to no less than 0.8 of the area, rotation up to 10 degrees; no flip | what leaves the finding where it is: a mirrored chest has its heart on the right |
/// | adaptive gradient clipping | 0.01 for NF networks | Brock et al. 2021 |
/// </remarks>
public static class DataSizeRule
{
    private const int UsualBatch = 32;
    private const double FineTuningRate = 1e-4, ScratchRate = 1e-3, HeadRate = 1e-3, WeightDecay = 0.01, WarmupShare = 0.1, HeadShare = 0.1, SmallestCrop = 0.8, LargestTurn = 10, UnitClipping = 0.01, Averaging = 0.999;
    private const int LongestWarmup = 500, ScratchTimes = 2, FewImages = 500;

    // The most training images, and the epochs for them.
    private static readonly (long MostImages, int Epochs)[] s_epochs = [(FewImages, 30), (5_000, 20), (50_000, 10), (long.MaxValue, 5)];

    /// <summary>Chooses settings.</summary>
    /// <param name="trainingImages">How many images are trained on, those held out left aside; at least 2.</param>
    /// <param name="pretrained">Whether training starts from pretrained weights.</param>
    /// <param name="backbone">The network, a name of <see cref="Backbones.BackboneTable"/>.</param>
    /// <param name="epochs">The epochs, where they are stated; null to choose them.</param>
    /// <param name="batchSize">Images a step, where they are stated; null to choose them.</param>
    public static TrainingRule For(int trainingImages, bool pretrained, string backbone, int? epochs = null, int? batchSize = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainingImages, 2);
        var (all, batch) = (epochs ?? EpochsFor(trainingImages, pretrained), batchSize ?? UsualBatch);
        var head = pretrained && all > 1 ? Math.Max(1, (int)(HeadShare * all)) : 0;
        // Of the phase that trains all.
        var steps = (long)(all - head) * BatchOrder.CountOf(trainingImages, batch, dropLast: false);
        return new($"{trainingImages:N0} training images, {(pretrained ? "pretrained weights" : "from scratch")}", new AdamW(WeightDecay: WeightDecay),
            ScheduleFor(trainingImages, pretrained, warmup: (int)Math.Min(LongestWarmup, WarmupShare * steps)), pretrained ? FineTuningRate : ScratchRate, batch,
            head == 0 ? [new(all)] : [new(head, "head", HeadRate), new(all - head, RestartSchedule: true)])
        {
            AdaptiveGradientClipping = backbone.StartsWith("nf_", StringComparison.OrdinalIgnoreCase) ? UnitClipping : null,
            AveragingDecay = Averaging,
            Augmentation = [new RandomCrop(SmallestCrop), new RandomRotation(LargestTurn)],
        };
    }

    private static ScheduleOptions ScheduleFor(int images, bool pretrained, int warmup) => pretrained && images <= FewImages ? new FlatSchedule(warmup) : new CosineSchedule(WarmupSteps: warmup);

    private static int EpochsFor(int images, bool pretrained) => s_epochs.First(row => images <= row.MostImages).Epochs * (pretrained ? 1 : ScratchTimes);
}
