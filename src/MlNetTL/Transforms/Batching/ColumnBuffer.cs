using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>The values of one passed-through column for the rows of a batch.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Makes the buffer that fits a column's type.</summary>
    public static ColumnBuffer Create(DataViewRow row, DataViewSchema.Column column, int rows)
    {
        var raw = column.Type.RawType;
        var type = raw == typeof(MLImage) ? typeof(ImageBuffer)
            : raw.IsGenericType && raw.GetGenericTypeDefinition() == typeof(VBuffer<>) ? typeof(VectorBuffer<>).MakeGenericType(raw.GetGenericArguments())
            : typeof(ValueBuffer<>).MakeGenericType(raw);
        return (ColumnBuffer)Activator.CreateInstance(type, row, column, rows)!;
    }

    /// <summary>Keeps the value of the row where the input now stands.</summary>
    public abstract void Read(int slot);

    /// <summary>A <c>ValueGetter</c> of the column's type.</summary>
    public abstract Delegate MakeGetter(Func<int> currentSlot);
}

/// <summary>Values that nobody changes once they are read: numbers, keys, texts, row ids.</summary>
internal class ValueBuffer<T>(DataViewRow row, DataViewSchema.Column column, int rows) : ColumnBuffer
{
    private readonly ValueGetter<T> _get = row.GetGetter<T>(column);
    private readonly T[] _values = new T[rows];

    public override void Read(int slot) => _get(ref _values[slot]);

    public override Delegate MakeGetter(Func<int> currentSlot) => (ValueGetter<T>)((ref T value) => Copy(_values[currentSlot()], ref value));

    protected virtual void Copy(in T source, ref T destination) => destination = source;
}

/// <summary>Vectors: their storage is used again for the next batch, so a reader gets a copy.</summary>
internal sealed class VectorBuffer<T>(DataViewRow row, DataViewSchema.Column column, int rows) : ValueBuffer<VBuffer<T>>(row, column, rows)
{
    protected override void Copy(in VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);
}

/// <summary>Images: whoever asks owns what it gets and may dispose it, as with ML.NET's own image columns.</summary>
/// <remarks>
/// What the buffer holds is left to its producer, which disposes or keeps what it finds in the reference: images that an app put into memory are the app's.
/// </remarks>
internal sealed class ImageBuffer(DataViewRow row, DataViewSchema.Column column, int rows) : ValueBuffer<MLImage?>(row, column, rows)
{
    protected override void Copy(in MLImage? source, ref MLImage? destination)
    {
        destination?.Dispose();
        destination = source is null ? null : MLImage.CreateFromPixels(source.Width, source.Height, source.PixelFormat, source.Pixels);
    }
}
