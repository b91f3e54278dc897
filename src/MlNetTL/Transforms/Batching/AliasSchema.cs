using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>A schema with one more column, which has the values of another one. It also maps single rows.</summary>
internal sealed class AliasSchema : IRowToRowMapper
{
    public AliasSchema(DataViewSchema input, DataViewSchema.Column source, string name, DataViewSchema.Annotations annotations)
    {
        Input = input;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumn(name, source.Type, annotations);
        Output = builder.ToSchema();
        Sources = [.. Enumerable.Range(0, input.Count), source.Index];
    }

    public DataViewSchema Input { get; }

    public DataViewSchema Output { get; }

    /// <summary>For each column of the output its index in the input.</summary>
    public IReadOnlyList<int> Sources { get; }

    DataViewSchema IRowToRowMapper.InputSchema => Input;

    DataViewSchema IRowToRowMapper.OutputSchema => Output;

    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[Output.Count];
        foreach (var column in columns) active[column.Index] = true;
        return active;
    }

    public IEnumerable<DataViewSchema.Column> InputsFor(bool[] active)
    {
        var needed = new bool[Input.Count];
        for (var i = 0; i < active.Length; i++) needed[Sources[i]] |= active[i];
        return [.. Input.Where(column => needed[column.Index])];
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => InputsFor(Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new AliasRow(this, input, Active(activeColumns));

    private sealed class AliasRow(AliasSchema alias, DataViewRow input, bool[] active) : DataViewRow
    {
        public override DataViewSchema Schema => alias.Output;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            active[column.Index] ? input.GetGetter<TValue>(input.Schema[alias.Sources[column.Index]]) : throw BatchErrors.Inactive(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing) input.Dispose();
            base.Dispose(disposing);
        }
    }
}
