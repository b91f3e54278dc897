namespace MlNetTL.Images;

/// <summary>For each output position along one axis, the input positions it is made of and their weights.</summary>
/// <remarks>The triangle filter, widened by the scale when shrinking so that every input counts (antialiasing): what torchvision's resize(antialias=True)
/// and Pillow's BILINEAR compute.</remarks>
internal sealed class ResampleWeights
{
    private readonly int[] _starts, _counts;
    private readonly float[] _values;
    private readonly int _stride;

    /// <summary>Weights of outputs <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1 of an axis scaled from
    /// <paramref name="from"/> to <paramref name="to"/> positions.</summary>
    public ResampleWeights(int from, int to, int first, int count)
    {
        var scale = (double)from / to;
        var support = Math.Max(scale, 1);
        _stride = (int)Math.Ceiling(support) * 2 + 1;
        (_starts, _counts, _values) = (new int[count], new int[count], new float[count * _stride]);
        var raw = new double[_stride];
        for (var i = 0; i < count; i++)
        {
            var centre = (first + i + 0.5) * scale;
            var start = Math.Max(0, (int)(centre - support + 0.5));
            var end = Math.Min(from, (int)(centre + support + 0.5));
            var sum = 0.0;
            for (var x = start; x < end; x++) sum += raw[x - start] = Math.Max(0, 1 - Math.Abs((x - centre + 0.5) / support));
            // The ends of the triangle may fall on inputs and weigh nothing.
            var (skip, used) = (raw[0] == 0 ? 1 : 0, raw[end - start - 1] == 0 ? end - start - 1 : end - start);
            (_starts[i], _counts[i]) = (start + skip, used - skip);
            for (var k = skip; k < used; k++) _values[i * _stride + k - skip] = (float)(raw[k] / sum);
        }
    }

    /// <summary>The first input position that any output uses, and the one after the last.</summary>
    public (int Start, int End) Range => (_starts[0], _starts[^1] + _counts[^1]);

    /// <summary>The first input position of an output.</summary>
    public int Start(int output) => _starts[output];

    /// <summary>The weights of an output's inputs; they sum to 1.</summary>
    public ReadOnlySpan<float> Of(int output) => _values.AsSpan(output * _stride, _counts[output]);
}
