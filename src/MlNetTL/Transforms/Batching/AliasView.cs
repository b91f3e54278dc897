using Microsoft.ML;

namespace MlNetTL.Transforms;

/// <summary>A view with one more column, which has the values of another one under a name and annotations of its own. Nothing is copied.</summary>
internal sealed class AliasView(AliasSchema alias, IDataView source) : IDataView
{
    public DataViewSchema Schema => alias.Output;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = alias.Active(columnsNeeded);
        return new PassThroughCursor(Schema, alias.Sources, source.GetRowCursor(alias.InputsFor(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = alias.Active(columnsNeeded);
        var upstream = source.GetRowCursorSet(alias.InputsFor(active), n, rand);
        return Array.ConvertAll(upstream, cursor => (DataViewRowCursor)new PassThroughCursor(Schema, alias.Sources, cursor, active));
    }
}
