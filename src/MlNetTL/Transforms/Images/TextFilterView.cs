using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>The rows of a view whose text in a column satisfies a condition.</summary>
internal sealed class TextFilterView(IDataView source, string columnName, Predicate<string> keep) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = Active(columnsNeeded);
        return new Cursor(source.GetRowCursor(WithFilter(active), rand), active, columnName, keep);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = Active(columnsNeeded);
        return Array.ConvertAll(source.GetRowCursorSet(WithFilter(active), n, rand), cursor => (DataViewRowCursor)new Cursor(cursor, active, columnName, keep));
    }

    private HashSet<int> Active(IEnumerable<DataViewSchema.Column> columns) => [.. columns.Select(column => column.Index)];

    private DataViewSchema.Column[] WithFilter(HashSet<int> active) => [.. Schema.Where(column => active.Contains(column.Index) || column.Index == Schema[columnName].Index)];

    private sealed class Cursor(DataViewRowCursor upstream, HashSet<int> active, string columnName, Predicate<string> keep) : DataViewRowCursor
    {
        private readonly ValueGetter<ReadOnlyMemory<char>> _get = upstream.GetGetter<ReadOnlyMemory<char>>(upstream.Schema[columnName]);
        private long _position = -1;

        public override DataViewSchema Schema => upstream.Schema;

        public override long Position => _position;

        public override long Batch => upstream.Batch;

        public override bool MoveNext()
        {
            ReadOnlyMemory<char> text = default;
            while (upstream.MoveNext())
            {
                _get(ref text);
                if (!keep(text.ToString())) continue;
                _position++;
                return true;
            }
            _position = -1;
            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => upstream.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            active.Contains(column.Index) ? upstream.GetGetter<TValue>(column) : throw BatchErrors.Inactive(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing) upstream.Dispose();
            base.Dispose(disposing);
        }
    }
}
