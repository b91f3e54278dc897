using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>A batch transformer for single rows: what PredictionEngine and chains use.</summary>
internal sealed class BatchRowMapper(BatchTransformer transformer, DataViewSchema input) : IRowToRowMapper
{
    private readonly BatchBindings _bindings = new(transformer, input);

    public DataViewSchema InputSchema => _bindings.Input;

    public DataViewSchema OutputSchema => _bindings.Schema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => _bindings.InputsFor(_bindings.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new BatchRow(_bindings, input, _bindings.Active(activeColumns));
}
