using Microsoft.ML;

namespace MlNetTL.Transforms;

/// <summary>The lazy output of a batch transformer.</summary>
internal sealed class BatchView(BatchTransformer transformer, IDataView source) : IDataView
{
    private readonly BatchBindings _bindings = new(transformer, source.Schema);

    public DataViewSchema Schema => _bindings.Schema;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = _bindings.Active(columnsNeeded);
        var upstream = source.GetRowCursor(_bindings.InputsFor(active), rand);
        return _bindings.ActiveOutputs(active).Contains(true)
            ? new LookAheadCursor(_bindings, upstream, active)
            : new PassThroughCursor(Schema, _bindings.Sources, upstream, active);
    }

    // One cursor where anything is computed: the worker itself uses all cores, and parallel cursors would cut its batches into pieces.
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = _bindings.Active(columnsNeeded);
        if (_bindings.ActiveOutputs(active).Contains(true)) return [GetRowCursor(columnsNeeded, rand)];
        var upstream = source.GetRowCursorSet(_bindings.InputsFor(active), n, rand);
        return Array.ConvertAll(upstream, cursor => (DataViewRowCursor)new PassThroughCursor(Schema, _bindings.Sources, cursor, active));
    }
}
