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
    /// <param name="use">What they are for.</param>
    /// <param name="channel">Takes what was left out.</param>
    public ImageRows Draw(IDataView view, RowUse use, IChannel channel)
    {
        var what = use == RowUse.Validation ? "validation" : "training";
        if (use != RowUse.Training) WarnOfUncertain(view.Schema, what, channel);
        var source = image?.FindSource(view.Schema);
        var drawn = source is { } column ? DrawNames(view, column, use) : DrawPixels(view, use, channel);
        if (drawn.Unknown > 0) channel.Info($"{drawn.Unknown} {what} rows have no known label and are left out.");
        if (drawn.Unreadable > 0) channel.Warning($"{drawn.Unreadable} unreadable {what} images are left out.");
        if (drawn.Rows.Count == 0)
            throw new ArgumentException($"The {what} data must have rows with a known label and a readable image. Found none: {drawn.Unknown} rows have no known label, {drawn.Unreadable} no readable image.");
        return drawn.Files is { } files ? Decode(drawn.Rows, files, what, channel) : drawn.Rows;
    }

    private void WarnOfUncertain(DataViewSchema schema, string what, IChannel channel)
    {
        var label = schema[names.Label];
        if (UncertainLabels.Read(label) is { CountAsKnown: true } uncertain && uncertain.FindSource(schema, label) is null)
            channel.Warning($"Column '{uncertain.Input}', which '{names.Label}' was mapped from, is not in the {what} data any more: labels that were uncertain in it count as certain ones on validation rows. Drop columns after the trainer.");
    }

    private Drawn DrawNames(IDataView view, DataViewSchema.Column source, RowUse use)
    {
        var files = new List<string>();
        ReadOnlyMemory<char> file = default;
        var walk = Walk(view, use, [source], cursor =>
        {
            var getter = cursor.GetGetter<ReadOnlyMemory<char>>(source);
            return () =>
            {
                getter(ref file);
                files.Add(file.ToString());
                return true;
            };
        });
        return new(new(NoPixels.Instance, [.. Enumerable.Range(0, files.Count)], walk.Labels, walk.Groups, walk.BalancedBy, walk.Truths), files, walk.Unknown, walk.Unreadable);
    }

    private Drawn DrawPixels(IDataView view, RowUse use, IChannel channel)
    {
        var column = view.Schema[names.Feature];
        // Pixels of an unreadable image are 0: without the column that tells which, a label would be learned from a black picture.
        var error = image?.RequireError(view.Schema, names.Feature);
        var store = new TemporaryPixelRows(layout.RowBytes, image?.StoreFolder);
        try
        {
            if (view.GetRowCount() is { } rows) channel.Info($"Column '{names.Feature}' does not name its files: {rows * layout.RowBytes / 1e6:f0} MB of pixels go to a temporary file.");
            var walk = Walk(view, use, error is { } e ? [column, e] : [column], cursor => layout.PixelType == PixelType.Byte
                ? Appender<byte>(cursor, column, error, store)
                : Appender<ushort>(cursor, column, error, store));
            return new(new(store, [.. Enumerable.Range(0, walk.Labels.Length)], walk.Labels, walk.Groups, walk.BalancedBy, walk.Truths), null, walk.Unknown, walk.Unreadable);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static Func<bool> Appender<T>(DataViewRow cursor, DataViewSchema.Column column, DataViewSchema.Column? error, TemporaryPixelRows store) where T : unmanaged
    {
        var getter = cursor.GetGetter<VBuffer<T>>(column);
        var isUnreadable = error is { } e ? ImageColumn.ErrorReader(cursor, e) : () => false;
        VBuffer<T> pixels = default;
        T[] dense = [];
        return () =>
        {
            if (isUnreadable()) return false;
            getter(ref pixels);
            Array.Resize(ref dense, pixels.Length);
            pixels.CopyTo(dense);
            store.Append(MemoryMarshal.AsBytes<T>(dense));
            return true;
        };
    }

    // One pass over the view. Rows without a known label are counted, and what they hold is not drawn. A drawer that returns false met an unreadable image.
    private Walked Walk(IDataView view, RowUse use, DataViewSchema.Column[] drawn, Func<DataViewRow, Func<bool>> drawerOf)
    {
        var label = view.Schema[names.Label];
        var uncertain = use == RowUse.Training ? null : UncertainLabels.Read(label);
        var told = uncertain?.FindSource(view.Schema, label);
        DataViewSchema.Column?[] texts = [names.SamplingKey is { } key ? view.Schema[key] : null, names.Balance is { } balance ? view.Schema[balance] : null];
        using var cursor = view.GetRowCursor([label, .. drawn, .. texts.Append(told).OfType<DataViewSchema.Column>()]);
        var readLabel = task.ReaderOf(cursor, label);
        var readUncertain = told is { } source ? uncertain!.ReaderOf(cursor, source) : null;
        var (readKey, readBalance) = (ReaderOf(cursor, texts[0]), ReaderOf(cursor, texts[1]));
        var draw = drawerOf(cursor);
        var (labels, truths, groups, balances, unknown, unreadable) = (new List<float[]>(), new List<float[]>(), new List<string>(), new List<string>(), 0, 0);
        while (cursor.MoveNext())
        {
            cancel.ThrowIfCancellationRequested();
            progress.CheckAlive();
            var values = readLabel();
            var isUncertain = readUncertain?.Invoke();
            var truth = isUncertain is null ? values : [.. values.Select((value, i) => isUncertain[i] ? float.NaN : value)];
            var isKnown = use switch
            {
                RowUse.Training => !values.All(float.IsNaN),
                RowUse.Validation => !truth.All(float.IsNaN),
                _ => !values.All(float.IsNaN) || isUncertain?.Contains(true) == true,
            };
            if (!isKnown)
            {
                unknown++;
                continue;
            }
            if (!draw())
            {
                unreadable++;
                continue;
            }
            labels.Add(values);
            if (isUncertain is not null) truths.Add(truth);
            if (readKey is not null) groups.Add(readKey());
            if (readBalance is not null) balances.Add(readBalance());
        }
        return new([.. labels], readKey is null ? null : [.. groups], readBalance is null ? null : [.. balances], readUncertain is null ? null : [.. truths], unknown, unreadable);
    }

    private static Func<string>? ReaderOf(DataViewRow cursor, DataViewSchema.Column? column) => column is { } text ? RowText.ReaderOf(cursor, text) : null;

    private ImageRows Decode(ImageRows rows, List<string> files, string what, IChannel channel)
    {
        var clock = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var relay = new Relay(step =>
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
        if (readable.Length == 0) throw new ArgumentException($"The {what} data must have a readable image. Found none in {files.Count}: the first is {files[0]} ({pixels.Unreadable[0]}).");
        return (rows with { Pixels = pixels }).Subset(readable);
    }

    private readonly record struct Walked(float[][] Labels, string[]? Groups, string[]? BalancedBy, float[][]? Truths, int Unknown, int Unreadable);

    private readonly record struct Drawn(ImageRows Rows, List<string>? Files, int Unknown, int Unreadable);

    // Decoding threads report as they go: one at a time, and never backwards. System.Progress would post to a thread pool in any order.
    private sealed class Relay(Action<ImageStoreProgress> action) : IProgress<ImageStoreProgress>
    {
        private readonly Lock _lock = new();
        private int _done = -1;

        public void Report(ImageStoreProgress value)
        {
            lock (_lock)
            {
                if (value.Done <= _done) return;
                _done = value.Done;
                action(value);
            }
        }
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
