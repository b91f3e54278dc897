using System.Runtime.InteropServices;

namespace MlNetTL.Training;

/// <summary>Tells a lack of memory from other failures of libtorch, which has one exception for all, and says what to do.</summary>
internal static class OutOfMemory
{
    // CUDA's allocator, the CPU's, oneDNN's, and C++'s own.
    private static readonly string[] s_words = ["out of memory", "can't allocate memory", "not enough memory", "could not create a memory object", "bad_alloc"];

    /// <summary>Whether memory was what lacked.</summary>
    public static bool Caused(Exception error) =>
        error is OutOfMemoryException || error is ExternalException && s_words.Any(word => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The error to end a fit with.</summary>
    /// <param name="error">What libtorch threw.</param>
    /// <param name="options">The settings that it happened with.</param>
    public static InsufficientMemoryException Advise(Exception error, ImageTransferLearningTrainer.Options options) =>
        new($"Out of memory: the step must fit into the memory of {(options.Device is null or "cpu" ? "this machine" : $"'{options.Device}'")}. {FirstLine(error)} {Advice(options)}", error);

    /// <summary>What would need less, the surest first.</summary>
    /// <param name="options">The settings that were too much.</param>
    public static string Advice(ImageTransferLearningTrainer.Options options)
    {
        var advice = new List<string>();
        if (options.BatchSize >= 4) advice.Add($"halve BatchSize to {options.BatchSize / 2} and double AccumulationSteps to {2 * options.AccumulationSteps}, which leaves the images of a step as they are");
        if (options.Precision == TrainingPrecision.Float32) advice.Add("set Precision to BFloat16, which halves what is kept for the gradient");
        if (options is { ActivationCheckpointing: false, FreezeBackbone: false }) advice.Add("set ActivationCheckpointing, which keeps only what goes into the network's blocks and takes more time");
        advice.Add("take smaller images");
        if (options is { FreezeBackbone: false, FreezeUpTo: null }) advice.Add("freeze the first stages (FreezeUpTo)");
        return $"To need less: {string.Join("; or ", advice)}. What checkpoints hold is safe.";
    }

    // libtorch tells where in its sources a failure came up, which fills a screen.
    private static string FirstLine(Exception error) => error.Message.ReplaceLineEndings("\n").Split('\n')[0];
}
