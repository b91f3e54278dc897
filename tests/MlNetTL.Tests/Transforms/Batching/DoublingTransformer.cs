using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Transforms;

/// <summary>Adds twice the value of 'Value' and the half of it, and notes the batches it was given.</summary>
internal sealed class DoublingTransformer(int batchRows, string output = "Twice") : BatchTransformer
{
    public List<int> Batches { get; } = [];

    public int WorkersAlive { get; private set; }

    public int PassesFinished { get; private set; }

    public float? FailOn { get; set; }

    internal override int BatchRows => batchRows;

    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input) =>
        input.GetColumnOrNull("Value")?.Type == NumberDataViewType.Single
            ? [new(output, NumberDataViewType.Single), new("Half", NumberDataViewType.Single)]
            : throw new ArgumentException("Column 'Value' must be Single.");

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs) => [input["Value"]];

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) => new Worker(this, input);

    internal override void Save(ModelSaveContext ctx) => throw new NotSupportedException("This transformer lives in tests only.");

    private sealed class Worker : IBatchWorker
    {
        private readonly DoublingTransformer _parent;
        private readonly ValueGetter<float> _get;
        private readonly float[] _values;
        private readonly float[] _twice;

        public Worker(DoublingTransformer parent, DataViewRow input)
        {
            _parent = parent;
            _get = input.GetGetter<float>(input.Schema["Value"]);
            _values = new float[parent.BatchRows];
            _twice = new float[parent.BatchRows];
            parent.WorkersAlive++;
        }

        public void Read(int slot) => _get(ref _values[slot]);

        public void Run(int count)
        {
            lock (_parent.Batches) _parent.Batches.Add(count);
            for (var i = 0; i < count; i++) _twice[i] = _values[i] == _parent.FailOn ? throw new InvalidDataException($"Row with {_values[i]}.") : 2 * _values[i];
        }

        public void Finish() => _parent.PassesFinished++;

        public Delegate MakeGetter(int output, Func<int> currentSlot) =>
            output == 0
                ? (ValueGetter<float>)((ref float value) => value = _twice[currentSlot()])
                : (ValueGetter<float>)((ref float value) => value = _values[currentSlot()] / 2);

        public void Dispose() => _parent.WorkersAlive--;
    }
}
