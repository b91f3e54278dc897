using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;

namespace MlNetTL.Transforms;

/// <summary>Combines the labels of a row.</summary>
internal sealed class LabelCombiningWorker(IReadOnlyList<LabelSources> labels, ValueGetter<VBuffer<float>>? getLabels) : IBatchWorker
{
    private readonly float[] _combined = new float[labels.Count];
    private VBuffer<float> _row;

    public void Read(int slot) => getLabels?.Invoke(ref _row);

    public void Run(int count)
    {
        ReadOnlySpan<float> row = getLabels is null || _row.Length == 0 ? [] : [.. _row.DenseValues()];
        for (var i = 0; i < _combined.Length; i++) _combined[i] = row.IsEmpty ? float.NaN : labels[i].Combine(row);
    }

    public Delegate MakeGetter(int output, Func<int> currentSlot) => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
    {
        currentSlot();
        var editor = VBufferEditor.Create(ref value, _combined.Length);
        _combined.CopyTo(editor.Values);
        value = editor.Commit();
    });

    public void Dispose()
    {
    }
}
