using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>A transformer that computes its columns for a batch of rows at a time, lazily, from one pass over its input.</summary>
/// <remarks>
/// <see cref="Transform"/> reads ahead by up to a batch and keeps the values of the columns that it passes through, so that one cursor over the input is enough:
/// images are decoded once, and rows stay aligned on sources that come in another order each time. A single row (PredictionEngine) is a batch of one.
/// Any number of cursors may be open at once, on any threads.
/// </remarks>
public abstract class BatchTransformer : ITransformer
{
    private protected BatchTransformer()
    {
    }

    /// <summary>True: a prediction engine can score single rows.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The most rows that a worker takes at once.</summary>
    internal abstract int BatchRows { get; }

    /// <summary>Checks the input's columns and makes the output's.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type than it must have.</exception>
    internal abstract DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input);

    /// <summary>The input columns that the active outputs need.</summary>
    internal abstract IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs);

    /// <summary>Makes the worker of one cursor or row. At least one output is active.</summary>
    internal abstract IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs);

    /// <summary>Writes the transformer into an ML.NET zip.</summary>
    internal abstract void Save(ModelSaveContext ctx);

    /// <summary>The columns of the input and, after them, those of this transformer. A column with the name of an input column hides it.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new BatchBindings(this, inputSchema).Schema;

    /// <summary>Adds the columns to the data. Nothing is computed until the result is read.</summary>
    public IDataView Transform(IDataView input) => new BatchView(this, input);

    /// <summary>The same columns for single rows.</summary>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new BatchRowMapper(this, inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);
}
