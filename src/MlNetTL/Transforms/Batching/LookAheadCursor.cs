using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>
/// Reads up to a batch of rows ahead on one upstream cursor, keeps what is passed through, and computes the added columns for the batch when the first of them
/// is asked for.
/// </summary>
internal sealed class LookAheadCursor : DataViewRowCursor
{
    private readonly BatchBindings _bindings;
    private readonly DataViewRowCursor _upstream;
    private readonly bool[] _active;
    private readonly IBatchWorker _worker;
    private readonly ColumnBuffer?[] _buffers;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _batches;
    private readonly int _batchRows;
    private long _position = -1;
    private int _slot = -1;
    private int _count;
    private bool _hasRun;
    private bool _isExhausted;
    private bool _isDisposed;

    public LookAheadCursor(BatchBindings bindings, DataViewRowCursor upstream, bool[] active)
    {
        _bindings = bindings;
        _upstream = upstream;
        _active = active;
        _batchRows = bindings.Transformer.BatchRows;
        try
        {
            var passed = bindings.PassedThrough(active);
            _buffers = [.. upstream.Schema.Select(column => passed[column.Index] ? ColumnBuffer.Create(upstream, column, _batchRows) : null)];
            _getId = upstream.GetIdGetter();
            _ids = new DataViewRowId[_batchRows];
            _batches = new long[_batchRows];
            _worker = bindings.Transformer.CreateWorker(upstream, bindings.ActiveOutputs(active));
        }
        catch
        {
            upstream.Dispose();
            throw;
        }
    }

    public override DataViewSchema Schema => _bindings.Schema;

    public override long Position => _position;

    public override long Batch => _position < 0 ? 0 : _batches[_slot];

    public override bool MoveNext()
    {
        if (_slot + 1 < _count) _slot++;
        else if (!ReadAhead())
        {
            _position = -1;
            _worker.Finish();
            return false;
        }
        _position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[SlotOfRow()];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active[column.Index]) throw BatchErrors.Inactive(column);
        var getter = _bindings.IsPassedThrough(column.Index, out var index) ? _buffers[index]!.MakeGetter(SlotOfRow) : _worker.MakeGetter(index, SlotOfComputedRow);
        return getter as ValueGetter<TValue> ?? throw BatchErrors.WrongType(column, typeof(TValue));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _worker.Dispose();
            _upstream.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool ReadAhead()
    {
        _slot = _count = 0;
        _hasRun = false;
        try
        {
            while (_count < _batchRows && !_isExhausted)
            {
                if (!_upstream.MoveNext())
                {
                    _isExhausted = true;
                    break;
                }
                foreach (var buffer in _buffers) buffer?.Read(_count);
                _getId(ref _ids[_count]);
                _batches[_count] = _upstream.Batch;
                _worker.Read(_count);
                _count++;
            }
        }
        catch
        {
            // A caller that goes on after the error must not meet rows out of step with their position.
            _count = 0;
            _isExhausted = true;
            throw;
        }
        return _count > 0;
    }

    private int SlotOfRow() => _position < 0 ? throw BatchErrors.NotOnARow() : _slot;

    // Marked as run only afterwards: rows of a batch that failed must fail again, not show what an earlier batch left behind.
    private int SlotOfComputedRow()
    {
        var slot = SlotOfRow();
        if (!_hasRun) _worker.Run(_count);
        _hasRun = true;
        return slot;
    }
}
