using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>The pixels of a batch of rows of an image column.</summary>
internal sealed class PixelBatch
{
    private readonly int _rowBytes;
    private readonly Action<int> _readPixels;
    private readonly Func<bool>? _isUnreadable;
    private readonly bool[] _unreadable;
    private byte[] _pixels = [];

    /// <summary>Makes the batch of a row or cursor.</summary>
    /// <param name="input">The row.</param>
    /// <param name="columnName">Its image column.</param>
    /// <param name="layout">What that holds.</param>
    /// <param name="slots">The most rows of a batch.</param>
    public PixelBatch(DataViewRow input, string columnName, ImageLayout layout, int slots)
    {
        _rowBytes = layout.RowBytes;
        _unreadable = new bool[slots];
        var column = input.Schema[columnName];
        _readPixels = layout.PixelType == PixelType.Byte ? Reader<byte>(input, column) : Reader<ushort>(input, column);
        // A row with an unreadable image says why in a column of its own, where LoadImageTensors was told to let it pass.
        _isUnreadable = ImageColumn.Read(column)?.FindError(input.Schema) is { } error ? ImageColumn.ErrorReader(input, error) : null;
    }

    /// <summary>The images, one after the other.</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels;

    /// <summary>The columns that it reads.</summary>
    public static IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, string columnName)
    {
        var column = input[columnName];
        yield return column;
        if (ImageColumn.Read(column)?.FindError(input) is { } error) yield return error;
    }

    /// <summary>Takes the image of the row where the input now stands.</summary>
    public void Read(int slot)
    {
        _readPixels(slot);
        _unreadable[slot] = _isUnreadable?.Invoke() ?? false;
    }

    /// <summary>Whether the image of a slot could not be read; its pixels are 0 then.</summary>
    public bool IsUnreadable(int slot) => _unreadable[slot];

    private Action<int> Reader<T>(DataViewRow input, DataViewSchema.Column column) where T : unmanaged
    {
        var getter = input.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return slot =>
        {
            getter(ref values);
            // Grown as slots are used: a prediction engine uses one only.
            if (_pixels.Length < (slot + 1) * _rowBytes) Array.Resize(ref _pixels, Math.Min(_unreadable.Length, Math.Max(slot + 1, 2 * slot)) * _rowBytes);
            values.CopyTo(MemoryMarshal.Cast<byte, T>(_pixels.AsSpan(slot * _rowBytes, _rowBytes)));
        };
    }
}
