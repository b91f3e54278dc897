using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>The input's own cursor under the output's schema, for when no added column is wanted.</summary>
internal sealed class PassThroughCursor(BatchBindings bindings, DataViewRowCursor upstream, bool[] active) : DataViewRowCursor
{
    public override DataViewSchema Schema => bindings.Schema;

    public override long Position => upstream.Position;

    public override long Batch => upstream.Batch;

    public override bool MoveNext() => upstream.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => upstream.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        active[column.Index] && bindings.IsPassedThrough(column.Index, out var index)
            ? upstream.GetGetter<TValue>(upstream.Schema[index])
            : throw BatchErrors.Inactive(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing) upstream.Dispose();
        base.Dispose(disposing);
    }
}
