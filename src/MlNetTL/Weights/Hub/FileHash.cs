using System.Security.Cryptography;

namespace MlNetTL.Weights;

/// <summary>The SHA-256 of bytes on their way.</summary>
internal static class FileHash
{
    private const int BlockBytes = 1 << 17;

    /// <summary>The hash of a file.</summary>
    public static async Task<string> OfAsync(string path, ProgressMeter meter, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var stream = Open(path);
        meter.Begin(0, stream.Length);
        await CopyAsync(stream, Stream.Null, hash, meter, cancel);
        return Digits(hash);
    }

    /// <summary>Copies all bytes and hashes them.</summary>
    public static async Task CopyAsync(Stream from, Stream to, IncrementalHash hash, ProgressMeter meter, CancellationToken cancel)
    {
        var block = new byte[BlockBytes];
        while (await from.ReadAsync(block, cancel) is > 0 and var count)
        {
            hash.AppendData(block, 0, count);
            await to.WriteAsync(block.AsMemory(0, count), cancel);
            meter.Add(count);
        }
    }

    /// <summary>A file to be read once from its beginning.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>The hash so far, in lower-case hexadecimal.</summary>
    public static string Digits(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
