using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using MlNetTL.Foundation;

namespace MlNetTL.Images;

/// <summary>Decodes images into new segments, on several threads. Which image lies where does not depend on their number.</summary>
internal sealed class StoreFilling(
    DecodeSettings settings, string folder, SegmentCatalog catalog, ParallelOptions options, int maxSegmentRows, Func<string, long> freeBytes,
    IProgress<ImageStoreProgress>? progress)
{
    private const long MaxSegmentBytes = 256_000_000;
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<UInt128, string> _unreadable = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _bytes, _lastReport = -Stopwatch.Frequency;
    private int _done, _total;

    /// <summary>Bytes of pixels written so far.</summary>
    public long BytesWritten => Interlocked.Read(ref _bytes);

    /// <summary>Decodes the missing rows.</summary>
    /// <returns>The keys of unreadable images, with reasons.</returns>
    public Dictionary<UInt128, string> Fill(IReadOnlyList<string> files, UInt128?[] keys, IReadOnlyList<int> missing)
    {
        (_total, _done) = (files.Count, files.Count - missing.Count);
        CheckFreeSpace(missing.Count);
        var rowsInSegment = (int)Math.Clamp(MaxSegmentBytes / settings.RowBytes, 1, maxSegmentRows);
        // Regions of one file come one after the other, so that it is decoded once, however the rows are mixed.
        var neighbours = missing.GroupBy(row => ImageRegion.FileOf(files[row])).SelectMany(rows => rows);
        foreach (var part in neighbours.Chunk(rowsInSegment)) WriteSegment(files, keys, part);
        return new(_unreadable);
    }

    private void WriteSegment(IReadOnlyList<string> files, UInt128?[] keys, int[] part)
    {
        using var writer = new SegmentWriter(folder, settings, part.Length);
        try
        {
            Parallel.For(0, part.Length, options, () => new byte[settings.RowBytes], (i, _, pixels) =>
            {
                Decode(writer, i, files[part[i]], keys[part[i]]!.Value, pixels);
                return pixels;
            }, _ => { });
        }
        catch (OperationCanceledException)
        {
            Finish(writer);
            throw;
        }
        catch (AggregateException errors)
        {
            if (errors.Flatten().InnerExceptions.OfType<IOException>().FirstOrDefault(DiskSpace.IsFull) is { } full) throw DiskFull(part.Length, full);
            // All threads meet the same trouble; one report of it is enough.
            ExceptionDispatchInfo.Throw(errors.Flatten().InnerExceptions[0]);
        }
        Finish(writer);
    }

    private void Finish(SegmentWriter writer)
    {
        try
        {
            if (writer.Finish() is { } path) catalog.Add(path);
        }
        catch (IOException error) when (DiskSpace.IsFull(error))
        {
            throw DiskFull(0, error);
        }
    }

    private void Decode(SegmentWriter writer, int row, string file, UInt128 key, byte[] pixels)
    {
        try
        {
            ImageDecoder.DecodeFile(file, settings, pixels);
        }
        catch (UnreadableImageException error)
        {
            _unreadable[key] = error.Reason;
            Report(Interlocked.Increment(ref _done), BytesWritten);
            return;
        }
        writer.Write(row, key, pixels);
        Report(Interlocked.Increment(ref _done), Interlocked.Add(ref _bytes, pixels.Length));
    }

    private void Report(int done, long bytes)
    {
        if (progress is null) return;
        var (now, last) = (_clock.ElapsedTicks, Interlocked.Read(ref _lastReport));
        if (now - last < s_reportEvery.TotalSeconds * Stopwatch.Frequency || Interlocked.CompareExchange(ref _lastReport, now, last) != last) return;
        progress.Report(new(done, _total, bytes, _clock.Elapsed));
    }

    private void CheckFreeSpace(int images)
    {
        var (needed, free) = ((long)images * settings.RowBytes, freeBytes(folder));
        if (needed > free) throw StoreSpace.DoesNotFit(folder, needed, free);
    }

    private IOException DiskFull(int images, IOException error) => StoreSpace.DoesNotFit(folder, (long)images * settings.RowBytes, freeBytes(folder), error);
}
