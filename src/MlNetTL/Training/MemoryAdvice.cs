using MlNetTL.Interop;

namespace MlNetTL.Training;

/// <summary>Says what to do where a fit lacks memory, by the names of the options and of the pipeline's settings.</summary>
internal static class MemoryAdvice
{
    /// <summary>The error to end a fit with.</summary>
    /// <param name="error">What libtorch threw.</param>
    /// <param name="options">The settings that it happened with.</param>
    /// <param name="more">What else is to be said before the advice.</param>
    public static InsufficientMemoryException Advise(Exception error, ImageTransferLearningTrainer.Options options, string more = "") =>
        new($"Out of memory: the step must fit into the memory of {(options.Device is null or "cpu" ? "this machine" : $"'{options.Device}'")}. {OutOfMemory.FirstLine(error)} {more}{Of(options)}", error);

    /// <summary>What would need less, the surest first.</summary>
    /// <param name="options">The settings that were too much.</param>
    public static string Of(ImageTransferLearningTrainer.Options options)
    {
        var advice = new List<string>();
        var (half, twice) = (options.BatchSize / 2, 2 * options.AccumulationSteps);
        if (options.BatchSize >= 4)
            advice.Add($"halve BatchSize to {half} and double AccumulationSteps to {twice} (training.batchSize and training.accumulationSteps in a pipeline file), "
                + (half * twice == options.StepSize ? "which leaves the images of a step as they are" : $"which makes a step of {half * twice} images"));
        if (options.Precision == TrainingPrecision.Float32) advice.Add("set Precision to BFloat16 (training.precision: bfloat16), which halves what is kept for the gradient");
        if (options is { ActivationCheckpointing: false, FreezeBackbone: false })
            advice.Add("set ActivationCheckpointing (training.activationCheckpointing: true), which keeps only what goes into the network's blocks and takes more time");
        advice.Add("take smaller images (image.size)");
        if (options is { FreezeBackbone: false, FreezeUpTo: null }) advice.Add("freeze the first stages (FreezeUpTo; model.freezeUpTo)");
        return $"To need less: {string.Join("; or ", advice)}. What checkpoints hold is safe.";
    }
}
