using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Images;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;

namespace MlNetTL.Training;

/// <summary>Draws training rows from a view: names and labels only where the image column says which files it reads, else the pixels themselves.</summary>
/// <param name="image">What the image column's annotation says.</param>
/// <param name="layout">What the column holds.</param>
/// <param name="task">How labels are read.</param>
/// <param name="names">The columns.</param>
/// <param name="progress">Takes progress of decoding, and tells whether ML.NET was told to stop.</param>
/// <param name="cancel">Stops between rows.</param>
internal sealed class ImageRowReader(ImageColumn? image, ImageLayout layout, LearningTask task, TrainingColumns names, FitProgress progress, CancellationToken cancel)
{
    /// <summary>Draws the rows.</summary>
    /// <param name="view">The data, with the image and label columns.</param>
    /// <param name="what">'training' or 'validation', for messages.</param>
    /// <param name="channel">Takes what was left out.</param>
    public ImageRows Draw(IDataView view, string what, IChannel channel)
    {
        var source = image?.FindSource(view.Schema);
        var drawn = source is { } column ? DrawNames(view, column) : DrawPixels(view, channel);
        if (drawn.Unknown > 0) channel.Info($"{drawn.Unknown} {what} rows have no known label and are left out.");
        if (drawn.Rows.Count == 0) throw new ArgumentException($"The {what} data must have rows with a known label. Found none in {drawn.Unknown} rows.");
        return drawn.Files is { } files ? Decode(drawn.Rows, files, what, channel) : drawn.Rows;
    }

    private Drawn DrawNames(IDataView view, DataViewSchema.Column source)
    {
        var files = new List<string>();
        ReadOnlyMemory<char> file = default;
        var (labels, groups, unknown) = Walk(view, source, cursor =>
        {
            var getter = cursor.GetGetter<ReadOnlyMemory<char>>(source);
            return () =>
            {
                getter(ref file);
                files.Add(file.ToString());
            };
        });
        return new(new(NoPixels.Instance, [.. Enumerable.Range(0, files.Count)], labels, groups), files, unknown);
    }

    private Drawn DrawPixels(IDataView view, IChannel channel)
    {
        var column = view.Schema[names.Feature];
        var store = new TemporaryPixelRows(layout.RowBytes, image?.StoreFolder);
        try
        {
            if (view.GetRowCount() is { } rows) channel.Info($"Column '{names.Feature}' does not name its files: {rows * layout.RowBytes / 1e6:f0} MB of pixels go to a temporary file.");
            var (labels, groups, unknown) = layout.PixelType == PixelType.Byte
                ? Walk(view, column, cursor => Appender<byte>(cursor, column, store))
                : Walk(view, column, cursor => Appender<ushort>(cursor, column, store));
            return new(new(store, [.. Enumerable.Range(0, labels.Length)], labels, groups), null, unknown);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static Action Appender<T>(DataViewRow cursor, DataViewSchema.Column column, TemporaryPixelRows store) where T : unmanaged
    {
        var getter = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> pixels = default;
        T[] dense = [];
        return () =>
        {
            getter(ref pixels);
            Array.Resize(ref dense, pixels.Length);
            pixels.CopyTo(dense);
            store.Append(MemoryMarshal.AsBytes<T>(dense));
        };
    }

    // One pass over the view. Rows without a known label are counted, and what they hold is not drawn.
    private (float[][] Labels, string[]? Groups, int Unknown) Walk(IDataView view, DataViewSchema.Column drawn, Func<DataViewRow, Action> drawerOf)
    {
        var label = view.Schema[names.Label];
        DataViewSchema.Column? key = names.SamplingKey is { } name ? view.Schema[name] : null;
        using var cursor = view.GetRowCursor(key is { } keyColumn ? [label, drawn, keyColumn] : [label, drawn]);
        var readLabel = task.ReaderOf(cursor, label);
        var readKey = key is { } k ? RowText.ReaderOf(cursor, k) : null;
        var draw = drawerOf(cursor);
        var (labels, groups, unknown) = (new List<float[]>(), new List<string>(), 0);
        while (cursor.MoveNext())
        {
            cancel.ThrowIfCancellationRequested();
            progress.CheckAlive();
            var values = readLabel();
            if (values.All(float.IsNaN))
            {
                unknown++;
                continue;
            }
            labels.Add(values);
            if (readKey is not null) groups.Add(readKey());
            draw();
        }
        return ([.. labels], readKey is null ? null : [.. groups], unknown);
    }

    private ImageRows Decode(ImageRows rows, List<string> files, string what, IChannel channel)
    {
        var clock = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var relay = new Relay<ImageStoreProgress>(step =>
        {
            progress.Report(new TrainingProgress(TrainingStage.Decoding, 0, 0, step.Done, step.Total, double.NaN, clock.Elapsed,
                step.Done == 0 ? null : clock.Elapsed * ((step.Total - step.Done) / (double)step.Done)));
            if (progress.IsCancelled) stop.Cancel();
        });
        var store = ImageStore.Open(image!.Decode!, image.StoreFolder);
        var pixels = store.Prepare(files, image.UnreadableIsMissing, relay, stop.Token);
        channel.Info($"{files.Count} {what} images are ready after {clock.Elapsed.TotalSeconds:f1} s.");
        var readable = Enumerable.Range(0, files.Count).Where(row => !pixels.Unreadable.ContainsKey(row)).ToArray();
        if (readable.Length < files.Count)
            channel.Warning($"{files.Count - readable.Length} unreadable {what} images are left out: "
                + string.Join("; ", pixels.Unreadable.OrderBy(entry => entry.Key).Take(5).Select(entry => $"{files[entry.Key]} ({entry.Value})")) + ".");
        return (rows with { Pixels = pixels }).Subset(readable);
    }

    private readonly record struct Drawn(ImageRows Rows, List<string>? Files, int Unknown);

    // System.Progress posts to a thread pool, where a step may come after the next one; this tells it on the thread that decoded.
    private sealed class Relay<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }

    private sealed class NoPixels : IPixelRows
    {
        public static NoPixels Instance { get; } = new();

        public int Count => 0;

        public int RowBytes => 0;

        public void CopyTo(int row, Span<byte> destination) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
