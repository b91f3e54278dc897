using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>A row with the added columns, computed as a batch of one and kept until the input moves on.</summary>
internal sealed class BatchRow : DataViewRow
{
    private readonly BatchBindings _bindings;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly IBatchWorker? _worker;
    private long? _computed;
    private bool _isDisposed;

    public BatchRow(BatchBindings bindings, DataViewRow input, bool[] active)
    {
        _bindings = bindings;
        _input = input;
        _active = active;
        var outputs = bindings.ActiveOutputs(active);
        _worker = outputs.Contains(true) ? bindings.Transformer.CreateWorker(input, outputs) : null;
    }

    public override DataViewSchema Schema => _bindings.Schema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active[column.Index]) throw BatchErrors.Inactive(column);
        if (_bindings.IsPassedThrough(column.Index, out var index)) return _input.GetGetter<TValue>(_input.Schema[index]);
        return _worker!.MakeGetter(index, Compute) as ValueGetter<TValue> ?? throw BatchErrors.WrongType(column, typeof(TValue));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _worker?.Dispose();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Compute()
    {
        if (_computed == _input.Position) return 0;
        // Forgotten first: a row that fails must not show the values of the row before it.
        _computed = null;
        _worker!.Read(0);
        _worker.Run(1);
        _computed = _input.Position;
        return 0;
    }
}
