using System.Runtime.InteropServices;
using MlNetTL.Backbones;
using MlNetTL.Images;
using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>Computes the features of images: what a stage of a network gives for them, pooled to one vector an image. What the cache holds is not computed.</summary>
/// <remarks>
/// An image's features hang on its pixels alone, up to rounding: libtorch may choose another order of additions for another number of images, and a GPU
/// another arithmetic, so the same image in a batch of 32 and by itself agrees to about 1e-5 of its size on a CPU. The cache returns what was computed first.
/// The network stays its owner's, who must not change it meanwhile. Several threads may compute at once.
/// </remarks>
internal sealed class FeatureExtraction
{
    private readonly Backbone _network;
    private readonly NetworkInput _input;
    private readonly ImageLayout _layout;
    private readonly string _stage;
    private readonly FeatureCache? _cache;
    private long _computed;

    /// <summary>Prepares a network for the extraction: it is put into evaluation mode.</summary>
    /// <param name="network">The network, on its device.</param>
    /// <param name="input">Normalises the pixels, on the same device.</param>
    /// <param name="layout">What the pixels are.</param>
    /// <param name="stage">One of <see cref="Backbone.StageNames"/>.</param>
    /// <param name="cacheOf">Makes the cache for a number of values a row; null to keep nothing.</param>
    /// <exception cref="ArgumentException">There is no such stage.</exception>
    public FeatureExtraction(Backbone network, NetworkInput input, ImageLayout layout, string stage, Func<int, FeatureCache>? cacheOf = null)
    {
        (_network, _input, _layout, _stage) = (network, input, layout, stage);
        network.eval();
        Width = WidthOf();
        _cache = cacheOf?.Invoke(Width);
    }

    /// <summary>The number of features of an image.</summary>
    public int Width { get; }

    /// <summary>The number of images that the network was run on.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>The rows of a batch: 64 MB of pixels at the most.</summary>
    public static int BatchRowsFor(ImageLayout layout) => Math.Clamp((64 << 20) / layout.RowBytes, 1, 32);

    /// <summary>The features of images that can be read in any order, one array of <see cref="Width"/> values for each.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="rows">The places in <paramref name="pixels"/> of those that are wanted, in the order of the result.</param>
    /// <param name="batchRows">Images at once; null for <see cref="BatchRowsFor"/>.</param>
    /// <param name="progress">Is told after each batch, on this thread.</param>
    /// <param name="cancel">Stops between batches; what is computed by then is kept.</param>
    public float[][] OfRows(IPixelRows pixels, IReadOnlyList<int> rows, int? batchRows = null, IProgress<FeatureProgress>? progress = null, CancellationToken cancel = default)
    {
        var (batch, before) = (batchRows ?? BatchRowsFor(_layout), Computed);
        var features = new float[rows.Count][];
        var buffer = new byte[Math.Min(batch, rows.Count) * _layout.RowBytes];
        var values = new float[Math.Min(batch, rows.Count) * Width];
        try
        {
            for (var start = 0; start < rows.Count; start += batch)
            {
                cancel.ThrowIfCancellationRequested();
                var count = Math.Min(batch, rows.Count - start);
                for (var i = 0; i < count; i++) pixels.CopyTo(rows[start + i], buffer.AsSpan(i * _layout.RowBytes, _layout.RowBytes));
                Of(buffer, [.. Enumerable.Range(0, count)], values);
                for (var i = 0; i < count; i++) features[start + i] = values.AsSpan(i * Width, Width).ToArray();
                progress?.Report(new(start + count, rows.Count, (int)(Computed - before)));
            }
        }
        finally
        {
            _cache?.Publish();
        }
        return features;
    }

    /// <summary>The features of a batch.</summary>
    /// <param name="pixels">Images, one after the other.</param>
    /// <param name="rows">Those of them that are wanted.</param>
    /// <param name="features">Takes the values of image i at i x <see cref="Width"/>.</param>
    public void Of(ReadOnlyMemory<byte> pixels, IReadOnlyList<int> rows, Span<float> features)
    {
        if (_cache is null)
        {
            Run(pixels, rows, features);
            return;
        }
        var keys = new UInt128[rows.Count];
        for (var i = 0; i < keys.Length; i++) keys[i] = FeatureCache.KeyOf(pixels.Span.Slice(rows[i] * _layout.RowBytes, _layout.RowBytes));
        var known = new float[keys.Length * Width];
        var missing = _cache.Read(keys, known).GroupBy(i => keys[i]).ToList();
        for (var i = 0; i < keys.Length; i++) known.AsSpan(i * Width, Width).CopyTo(features.Slice(rows[i] * Width, Width));
        if (missing.Count == 0) return;
        Run(pixels, [.. missing.Select(same => rows[same.First()])], features);
        foreach (var same in missing)
        {
            var first = features.Slice(rows[same.First()] * Width, Width);
            foreach (var copy in same.Skip(1)) first.CopyTo(features.Slice(rows[copy] * Width, Width));
            _cache.Add(same.Key, first);
        }
    }

    private void Run(ReadOnlyMemory<byte> pixels, IReadOnlyList<int> rows, Span<float> features)
    {
        if (rows.Count == 0) return;
        using var scope = NewDisposeScope();
        using var inference = inference_mode(true);
        var x = _input.Pixels(rows.Count, (i, destination) => pixels.Span.Slice(rows[i] * _layout.RowBytes, _layout.RowBytes).CopyTo(destination));
        var values = _network.Features(_input.Normalise(x), _stage).to(ScalarType.Float32).cpu().contiguous();
        var computed = MemoryMarshal.Cast<byte, float>(values.bytes);
        for (var i = 0; i < rows.Count; i++) computed.Slice(i * Width, Width).CopyTo(features.Slice(rows[i] * Width, Width));
        Interlocked.Add(ref _computed, rows.Count);
    }

    // A network tells the width of its last stages; that of an earlier one is what it gives for a black image.
    private int WidthOf()
    {
        if (Backbone.IndexOf(_stage) == Backbone.StageNames.Count - 1) return _network.Top.Outputs;
        if (_stage == Backbone.StageNames[^2]) return _network.FeatureCount;
        using var scope = NewDisposeScope();
        using var inference = inference_mode(true);
        return (int)_network.Features(_input.Normalise(_input.Pixels(1, (_, destination) => destination.Clear())), _stage).shape[1];
    }
}
