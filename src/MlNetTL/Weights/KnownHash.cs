using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MlNetTL.Weights;

/// <summary>The SHA-256 of files, each read once as long as it does not change: a fit asks for the same large file when it is found, when it is loaded and when
/// the model is described.</summary>
internal static class KnownHash
{
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Changed), string> s_known = new();

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public static string Of(string path)
    {
        var file = new FileInfo(path);
        return s_known.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), _ =>
        {
            using var stream = file.OpenRead();
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });
    }
}
