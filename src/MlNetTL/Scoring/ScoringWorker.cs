using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Transforms;

namespace MlNetTL.Scoring;

/// <summary>Collects the pixels of a batch of rows and runs the network on them.</summary>
internal sealed class ScoringWorker : IBatchWorker
{
    private readonly ImageTransferLearningModel _model;
    private readonly ScoreColumns _columns;
    private readonly Action<int> _readPixels;
    private readonly Func<bool>? _isUnreadable;
    private byte[] _pixels = [];
    private readonly bool[] _unreadable;
    private readonly int _outputs;
    private float[] _logits = [];

    public ScoringWorker(ImageTransferLearningModel model, ScoreColumns columns, string featureColumn, DataViewRow input, int batchRows)
    {
        _model = model;
        _columns = columns;
        _outputs = model.Description.Outputs;
        _unreadable = new bool[batchRows];
        var column = input.Schema[featureColumn];
        _readPixels = model.Description.Layout.PixelType == PixelType.Byte ? Reader<byte>(input, column) : Reader<ushort>(input, column);
        // A row with an unreadable image says why in a column of its own, where LoadImageTensors was told to let it pass.
        _isUnreadable = ImageColumn.Read(column)?.FindError(input.Schema) is { } error ? ImageColumn.ErrorReader(input, error) : null;
    }

    /// <summary>The columns that scoring needs.</summary>
    public static IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, string featureColumn)
    {
        var column = input[featureColumn];
        yield return column;
        if (ImageColumn.Read(column)?.FindError(input) is { } error) yield return error;
    }

    public void Read(int slot)
    {
        _readPixels(slot);
        _unreadable[slot] = _isUnreadable?.Invoke() ?? false;
    }

    public void Run(int count)
    {
        _logits = _model.Logits(_pixels, count);
        for (var slot = 0; slot < count; slot++)
            if (_unreadable[slot]) _logits.AsSpan(slot * _outputs, _outputs).Fill(float.NaN);
    }

    // The slot first: asking for it may run the batch, which replaces the outputs.
    public Delegate MakeGetter(int output, Func<int> currentSlot) => _columns.MakeGetter(output, () =>
    {
        var slot = currentSlot();
        return _logits.AsMemory(slot * _outputs, _outputs);
    });

    public void Dispose()
    {
    }

    private Action<int> Reader<T>(DataViewRow input, DataViewSchema.Column column) where T : unmanaged
    {
        var getter = input.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        var bytes = _model.Description.Layout.RowBytes;
        return slot =>
        {
            getter(ref values);
            // Grown as slots are used: a prediction engine uses one only.
            if (_pixels.Length < (slot + 1) * bytes) Array.Resize(ref _pixels, Math.Min(_unreadable.Length, Math.Max(slot + 1, 2 * slot)) * bytes);
            values.CopyTo(MemoryMarshal.Cast<byte, T>(_pixels.AsSpan(slot * bytes, bytes)));
        };
    }
}
