using Microsoft.ML;

namespace MlNetTL.Transforms;

/// <summary>Where each column of a batch transformer's output comes from.</summary>
internal sealed class BatchBindings
{
    private readonly int[] _sources;
    private readonly int _added;

    public BatchBindings(BatchTransformer transformer, DataViewSchema input)
    {
        Transformer = transformer;
        Input = input;
        var added = transformer.MakeOutputColumns(input);
        _added = added.Length;
        _sources = Order(input, added);
        var builder = new DataViewSchema.Builder();
        foreach (var source in _sources)
        {
            var column = source >= 0 ? new DataViewSchema.DetachedColumn(input[source]) : added[~source];
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }
        Schema = builder.ToSchema();
    }

    public BatchTransformer Transformer { get; }

    public DataViewSchema Input { get; }

    public DataViewSchema Schema { get; }

    /// <summary>For each column of the output its index in the input, or the complement of its index among the added columns.</summary>
    public IReadOnlyList<int> Sources => _sources;

    /// <summary>Whether a column is passed through, and the index it has in the input; otherwise its index among the added columns.</summary>
    public bool IsPassedThrough(int column, out int index)
    {
        var source = _sources[column];
        index = source >= 0 ? source : ~source;
        return source >= 0;
    }

    /// <summary>Which columns of the output are wanted.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[_sources.Length];
        foreach (var column in columns) active[column.Index] = true;
        return active;
    }

    /// <summary>Which of the added columns are wanted.</summary>
    public bool[] ActiveOutputs(bool[] active)
    {
        var outputs = new bool[_added];
        for (var i = 0; i < _sources.Length; i++)
            if (_sources[i] < 0) outputs[~_sources[i]] = active[i];
        return outputs;
    }

    /// <summary>Which of the input's columns are passed through to wanted columns.</summary>
    public bool[] PassedThrough(bool[] active)
    {
        var passed = new bool[Input.Count];
        for (var i = 0; i < _sources.Length; i++)
            if (_sources[i] >= 0) passed[_sources[i]] = active[i];
        return passed;
    }

    /// <summary>The input columns behind the wanted ones, in order.</summary>
    public DataViewSchema.Column[] InputsFor(bool[] active)
    {
        var needed = PassedThrough(active);
        var outputs = ActiveOutputs(active);
        if (outputs.Contains(true))
            foreach (var column in Transformer.InputsFor(Input, outputs)) needed[column.Index] = true;
        return [.. Input.Where(column => needed[column.Index])];
    }

    // ML.NET's order: a column that hides another stands right after it, all others stand at the end.
    private static int[] Order(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
    {
        var sources = Enumerable.Range(0, input.Count).ToList();
        for (var i = 0; i < added.Length; i++)
        {
            var hidden = sources.FindLastIndex(source => (source >= 0 ? input[source].Name : added[~source].Name) == added[i].Name);
            sources.Insert(hidden < 0 ? sources.Count : hidden + 1, ~i);
        }
        return [.. sources];
    }
}
