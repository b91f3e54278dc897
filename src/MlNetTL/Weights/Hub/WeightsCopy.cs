using System.Security.Cryptography;
using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>Copies a file into the weights folder, all of it or nothing. What is copied is what was checked.</summary>
internal sealed class WeightsCopy(WeightsHubOptions options, PublishedWeights weights, ProgressMeter meter)
{
    /// <summary>Copies.</summary>
    /// <param name="source">The file.</param>
    /// <param name="sha256">Its hash, as it was when it was checked.</param>
    /// <param name="cancel">Ends it early.</param>
    public async Task RunAsync(string source, string sha256, CancellationToken cancel)
    {
        var path = weights.PathIn(options.Folder);
        var expected = ExpectedHash.Of(weights, path);
        if (!expected.Allows(sha256)) throw expected.Refusal(weights, source, path, sha256);
        if (expected.Source == HashSource.Unknown && ContentCheck.Problem(source) is { } problem) throw new InvalidDataException($"{source} {problem}. It was not taken.");
        // A file that lies in its place already is not copied onto itself.
        if (Path.GetFullPath(source) == path) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RequireSpace(new FileInfo(source).Length);
        meter.Begin(0, new FileInfo(source).Length);
        await Task.Run(() => AtomicFile.Write(path, stream => Copy(source, stream, sha256, cancel)), cancel);
    }

    private void Copy(string source, Stream to, string sha256, CancellationToken cancel)
    {
        using var from = FileHash.Open(source);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            FileHash.CopyAsync(from, to, hash, meter, cancel).GetAwaiter().GetResult();
        }
        catch (IOException error) when (DiskSpace.IsFull(error))
        {
            throw DoesNotFit(from.Length, error);
        }
        if (FileHash.Digits(hash) != sha256) throw new InvalidDataException($"{source} changed while it was copied. It was not taken.");
    }

    private void RequireSpace(long bytes)
    {
        if (bytes > options.FreeBytes(options.Folder)) throw DoesNotFit(bytes);
    }

    private WeightsDownloadException DoesNotFit(long bytes, Exception? inner = null) =>
        new($"{weights.Definition.FileName} needs {ByteText.Of(bytes)}, but only {ByteText.Of(options.FreeBytes(options.Folder))} are free on the disk of '{options.Folder}'. "
            + "Free some space there, or set MLNETTL_WEIGHTS to a folder on a larger disk.", inner);
}
