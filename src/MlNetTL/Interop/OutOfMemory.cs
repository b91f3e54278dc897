using System.Runtime.InteropServices;

namespace MlNetTL.Interop;

/// <summary>Tells a lack of memory from other failures of libtorch, which has one exception for all.</summary>
internal static class OutOfMemory
{
    // CUDA's allocator, the CPU's, oneDNN's, and C++'s own.
    private static readonly string[] s_words = ["out of memory", "can't allocate memory", "not enough memory", "could not create a memory object", "bad_alloc"];

    /// <summary>Whether memory was what lacked.</summary>
    public static bool Caused(Exception error) =>
        error is OutOfMemoryException || error is ExternalException && s_words.Any(word => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether memory was what lacked, and no one has said yet what to do.</summary>
    public static bool IsUnadvised(Exception error) => Caused(error) && error is not InsufficientMemoryException;

    /// <summary>What libtorch says without where in its sources it came up, which fills a screen.</summary>
    public static string FirstLine(Exception error) => error.Message.ReplaceLineEndings("\n").Split('\n')[0];
}
