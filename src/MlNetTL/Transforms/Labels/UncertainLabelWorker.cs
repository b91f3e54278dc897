using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>Maps the labels of a row.</summary>
internal sealed class UncertainLabelWorker : IBatchWorker
{
    private readonly MapUncertainLabelsOptions _options;
    private readonly LabelSource? _source;
    private readonly DataViewRow _row;
    private readonly ValueGetter<VBuffer<float>>? _getLabels;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _getKey;
    private readonly UncertainPolicy[] _policies;
    private readonly float[] _targets;
    private readonly bool _isScalar;
    private VBuffer<float> _labels;
    private ReadOnlyMemory<char> _key;

    public UncertainLabelWorker(MapUncertainLabelsOptions options, LabelSource? source, DataViewRow row, int count, bool isScalar)
    {
        (_options, _source, _row, _isScalar) = (options, source, row, isScalar);
        _getLabels = source is null ? null : row.GetGetter<VBuffer<float>>(source.Slots.Column);
        _getKey = source?.Key is { } key ? row.GetGetter<ReadOnlyMemory<char>>(key) : null;
        _policies = [.. Enumerable.Range(0, count).Select(i => options.UncertainByLabel is { } own && own.TryGetValue(NameOf(i), out var policy) ? policy : options.Uncertain)];
        _targets = new float[count];
    }

    public void Read(int slot)
    {
        _getLabels?.Invoke(ref _labels);
        _getKey?.Invoke(ref _key);
    }

    public void Run(int count)
    {
        for (var i = 0; i < _targets.Length; i++)
            _targets[i] = _source is null || _labels.Length == 0 ? float.NaN : Map(_labels.GetItemOrDefault(_source.Chosen[i]), i);
    }

    public Delegate MakeGetter(int output, Func<int> currentSlot)
    {
        if (_isScalar)
            return (ValueGetter<float>)((ref float value) =>
            {
                currentSlot();
                value = _targets[0];
            });
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            currentSlot();
            var editor = VBufferEditor.Create(ref value, _targets.Length);
            _targets.CopyTo(editor.Values);
            value = editor.Commit();
        });
    }

    public void Dispose()
    {
    }

    private float Map(float label, int i) => label switch
    {
        0 or 1 => label,
        -1 => Uncertain(i),
        float.NaN => _options.Blank == BlankPolicy.Negative ? 0 : float.NaN,
        _ => throw new InvalidDataException(
            $"Label '{NameOf(i)}' must be 1, 0, -1 (uncertain) or NaN (blank). Received: {label} in {RowName}. Correct the data, or leave the label out."),
    };

    private float Uncertain(int i) => _policies[i] switch
    {
        UncertainPolicy.Ignore => float.NaN,
        UncertainPolicy.Zeros => 0,
        UncertainPolicy.Ones => 1,
        UncertainPolicy.MultiClass or UncertainPolicy.SelfTrained => -1,
        _ => Draw(i, _options.RangeOf(_policies[i])!),
    };

    // The label's name and not its place: a row keeps its targets when other labels are chosen beside it.
    private float Draw(int i, TargetRange range) =>
        (float)new RowRandom(_options.Seed, $"smoothed {NameOf(i)}", row: KeyOfRow()).NextDouble(range.Low, range.High);

    // A hash that is the same in every process, which string.GetHashCode is not.
    private long KeyOfRow() => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(_key.Span)));

    private string RowName => _getKey is null ? $"row {_row.Position}" : $"the row of '{_key}'";

    private string NameOf(int i) => _options.Labels?[i] ?? $"slot {i}";
}
