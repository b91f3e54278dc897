using System.Globalization;
using System.Runtime.InteropServices;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Divides a step into as few equal parts as fit into memory. The images of a step stay as they are.</summary>
/// <param name="BatchSize">The images of a part.</param>
/// <param name="AccumulationSteps">The parts of a step.</param>
/// <param name="Reason">What was measured, a sentence.</param>
internal sealed record BatchFit(int BatchSize, int AccumulationSteps, string Reason)
{
    // Beyond it larger parts are hardly faster anywhere.
    private const int MostImages = 256;

    // The system, the images of the next part and whatever else the process holds want some, too.
    private const double Margin = 0.8;

    private const int FewImages = 2, MoreImages = 8;

    /// <summary>Measures steps of a network of the same shape on this machine. On the CPU those of a few images tell what more would take, since Linux ends a process that tries and fails; a GPU says
    /// no, so that ever smaller ones are tried.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="layout">The images.</param>
    /// <param name="outputs">The outputs of the network.</param>
    /// <param name="device">Where it trains.</param>
    /// <exception cref="InsufficientMemoryException">Not even two images fit.</exception>
    public static BatchFit Of(ImageTransferLearningTrainer.Options options, ImageLayout layout, int outputs, Device device)
    {
        using var scope = NewDisposeScope();
        using var returning = options.ActivationCheckpointing ? Allocator.ReturnLargeBlocks() : null;
        using var step = new SampleStep(options, layout, outputs, device);
        return device.type == DeviceType.CPU ? ByRise(options, step.Take, PeakMemory.Available()) : ByTrial(options, step.Take);
    }

    /// <summary>The parts that a step can have, the largest first: divisors of its images up to 256. Where the largest of them is small, as of 257 or 1,052 images, the next one above leads.</summary>
    internal static IReadOnlyList<int> SizesOf(int stepSize)
    {
        var sizes = Enumerable.Range(2, Math.Max(0, Math.Min(stepSize, MostImages) - 1)).Where(size => stepSize % size == 0).Reverse().ToList();
        if (stepSize > MostImages && sizes.FirstOrDefault() < MostImages / 2) sizes.Insert(0, Enumerable.Range(MostImages + 1, stepSize - MostImages).First(size => stepSize % size == 0));
        return sizes;
    }

    /// <summary>By how far memory rises in steps of a few images.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="rise">Takes a step of so many images, and tells how far memory rose above what there was before the first; null where the system does not tell.</param>
    /// <param name="available">The memory that was free before, in bytes.</param>
    internal static BatchFit ByRise(ImageTransferLearningTrainer.Options options, Func<int, long?> rise, long available)
    {
        if (rise(FewImages) is not { } few || rise(MoreImages) is not { } more) return Unchanged(options, "this system does not tell how far memory rises");
        var each = Math.Max(0, more - few) / (double)(MoreImages - FewImages);
        var once = Math.Max(0, few - FewImages * each);
        var most = (Margin * available - once) / Math.Max(1, each);
        var figures = string.Create(CultureInfo.InvariantCulture, $"an image takes {each / 1e6:f0} MB beside {once / 1e6:f0} MB for gradients and optimiser, and {available / 1e9:f1} GB are free");
        return SizesOf(options.StepSize).Select(size => (int?)size).FirstOrDefault(size => size <= most) is { } largest ? Parts(options, largest, figures)
            : throw new InsufficientMemoryException($"Out of memory: {figures}. {Indivisible(options.StepSize)}{MemoryAdvice.Of(options)}");
    }

    /// <summary>By taking steps, a quarter larger than they need to be, until one fits.</summary>
    internal static BatchFit ByTrial(ImageTransferLearningTrainer.Options options, Func<int, long?> take)
    {
        Exception? last = null;
        foreach (var size in SizesOf(options.StepSize))
        {
            try
            {
                take(size + size / 4);
                return Parts(options, size, $"a step of {size + size / 4} images fits");
            }
            catch (ExternalException error) when (OutOfMemory.Caused(error))
            {
                last = error;
            }
        }
        throw MemoryAdvice.Advise(last!, options, Indivisible(options.StepSize));
    }

    // Of 257 images no part is smaller than all of them.
    private static string Indivisible(int stepSize) => SizesOf(stepSize)[^1] is var smallest and > 2
        ? $"A step of {stepSize} images has no equal parts of fewer than {smallest}; one of {(stepSize > 8 ? stepSize / 8 * 8 : stepSize - 1)} has. " : "";

    private static BatchFit Parts(ImageTransferLearningTrainer.Options options, int size, string figures) =>
        new(size, options.StepSize / size, $"Batch size: {size}, {options.StepSize / size} parts a step of {options.StepSize} images: {figures}.");

    private static BatchFit Unchanged(ImageTransferLearningTrainer.Options options, string why) =>
        new(options.BatchSize, options.AccumulationSteps, $"Batch size: {options.BatchSize}, as it was set: {why}.");

    /// <summary>A step of a network of the same shape, beside which there is what a fit holds all the time. The values of pixels take no memory, so that none are read.</summary>
    internal sealed class SampleStep : IDisposable
    {
        private readonly ImageTransferLearningTrainer.Options _options;
        private readonly ImageLayout _layout;
        private readonly Device _device;
        private readonly Backbone _network;
        private readonly TrainedStages _stages;
        private readonly PeakMemory _memory;
        private readonly WeightAverage? _average;
        private readonly BestWeights _best = new();

        public SampleStep(ImageTransferLearningTrainer.Options options, ImageLayout layout, int outputs, Device device)
        {
            (_options, _layout, _device) = (options, layout, device);
            _network = options.BuildNetwork(BackboneTable.All[options.Backbone], layout.Channels, options.TopOf(outputs), seed: 0);
            _network.FitToImages(layout.Height, layout.Width);
            _network.to(device);
            if (options.ChannelsLast) ChannelsLast.Apply(_network);
            var plan = StagePlan.Of(options);
            _stages = new(_network, plan, options.Optimizer, totalSteps: 1000);
            // What must fit is the epoch that trains the most.
            for (var epoch = 1; epoch <= plan.WidestOf(options.Epochs); epoch++) _stages.Join(epoch);
            // They are there already when a step is taken, and are no part of its rise.
            if (options.AveragingDecay is { } decay) _average = new(_network, decay, options.AveragingWarmup);
            if (options.HasValidation) _best.Keep(_network);
            _memory = PeakMemory.Watch();
        }

        public long? Take(int images)
        {
            using var scope = NewDisposeScope();
            _stages.EnterTraining();
            var inputs = zeros([images, _layout.Channels, _layout.Height, _layout.Width], device: _device);
            if (_options.ChannelsLast) inputs = ChannelsLast.Of(inputs);
            _network.Noise = null;
            using var pass = ForwardPass.Of(_network, _stages, inputs, (PrecisionChoice.Unmeasured(_options.Precision), _options.ActivationCheckpointing));
            pass.Backward(pass.Auxiliary is { } auxiliary ? pass.Logits.sum() + auxiliary.sum() : pass.Logits.sum());
            _stages.Optimizer.step();
            _stages.Optimizer.zero_grad();
            if (_device.type == DeviceType.CUDA) cuda.synchronize(_device);
            return _memory.Rise;
        }

        public void Dispose()
        {
            _best.Dispose();
            _average?.Dispose();
            _stages.Dispose();
            _network.Dispose();
            Allocator.GiveBack();
        }
    }
}
