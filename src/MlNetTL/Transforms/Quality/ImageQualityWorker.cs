using Microsoft.ML;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Measures a batch of images on all cores. The figures of an unreadable one are NaN.</summary>
internal sealed class ImageQualityWorker(DataViewRow row, string columnName, ImageLayout layout, int slots) : IBatchWorker
{
    private readonly PixelBatch _batch = new(row, columnName, layout, slots);
    private readonly ImageQuality?[] _figures = new ImageQuality?[slots];

    public void Read(int slot) => _batch.Read(slot);

    public void Run(int count) => Parallel.For(0, count, slot =>
        _figures[slot] = _batch.IsUnreadable(slot) ? null : ImageQuality.Of(_batch.Pixels.Span.Slice(slot * layout.RowBytes, layout.RowBytes), layout));

    public Delegate MakeGetter(int output, Func<int> currentSlot) => output switch
    {
        0 => Figure(quality => quality.Focus, currentSlot),
        1 => Figure(quality => quality.Exposure, currentSlot),
        2 => Figure(quality => quality.Clipped, currentSlot),
        3 => Figure(quality => quality.DiscCoverage, currentSlot),
        _ => (ValueGetter<bool>)((ref bool value) => value = _figures[currentSlot()]?.IsBlank ?? false),
    };

    public void Dispose()
    {
    }

    private ValueGetter<float> Figure(Func<ImageQuality, double> of, Func<int> currentSlot) =>
        (ref float value) => value = _figures[currentSlot()] is { } quality ? (float)of(quality) : float.NaN;
}
