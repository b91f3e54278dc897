using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>The input's own cursor under another schema: nothing is copied.</summary>
/// <param name="schema">The schema.</param>
/// <param name="sourceOf">The index in the input of each column; negative where the cursor has none.</param>
/// <param name="upstream">The input's cursor.</param>
/// <param name="active">Which columns are wanted.</param>
internal sealed class PassThroughCursor(DataViewSchema schema, IReadOnlyList<int> sourceOf, DataViewRowCursor upstream, bool[] active) : DataViewRowCursor
{
    public override DataViewSchema Schema => schema;

    public override long Position => upstream.Position;

    public override long Batch => upstream.Batch;

    public override bool MoveNext() => upstream.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => upstream.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        active[column.Index] && sourceOf[column.Index] >= 0
            ? upstream.GetGetter<TValue>(upstream.Schema[sourceOf[column.Index]])
            : throw BatchErrors.Inactive(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing) upstream.Dispose();
        base.Dispose(disposing);
    }
}
