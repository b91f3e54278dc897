using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>Replaces the uncertain labels of a row.</summary>
internal sealed class UncertainLabelReplacingWorker(int count, bool isScalar, Func<float[]>? readLabels, Func<float[]>? readScores) : IBatchWorker
{
    private float[] _labels = [], _scores = [];

    public void Read(int slot) => (_labels, _scores) = (readLabels?.Invoke() ?? [], readScores?.Invoke() ?? []);

    public void Run(int rows)
    {
        if (_labels.Length == 0) _labels = [.. Enumerable.Repeat(float.NaN, count)];
        for (var i = 0; i < count; i++)
        {
            if (_labels[i] != -1) continue;
            var score = _scores.Length == 0 ? float.NaN : _scores[i];
            _labels[i] = score is < 0 or > 1
                ? throw new InvalidDataException($"What takes the place of uncertain labels must be a probability, 0 to 1. Received: {score}. Name the column of probabilities, not of logits.")
                : score;
        }
    }

    public Delegate MakeGetter(int output, Func<int> currentSlot)
    {
        if (isScalar)
            return (ValueGetter<float>)((ref float value) =>
            {
                currentSlot();
                value = _labels[0];
            });
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            currentSlot();
            var editor = VBufferEditor.Create(ref value, count);
            _labels.CopyTo(editor.Values);
            value = editor.Commit();
        });
    }

    public void Dispose()
    {
    }
}
