using MlNetTL.Backbones;
using MlNetTL.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>A network that gives features, with all that it needs for it. Several threads may use it at once; dispose it with its transformer.</summary>
internal sealed class FeatureNetwork : IDisposable
{
    private readonly NetworkInput _input;
    private readonly Device _device;
    private readonly FeatureExtraction _extraction;
    private volatile bool _isDisposed;
    private FeatureCache? _cache;

    /// <summary>Takes over a network that holds its values.</summary>
    /// <param name="network">The network; disposed with this.</param>
    /// <param name="description">What it is; its width is found out.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="cacheOf">Makes the cache for a number of values a row, or null.</param>
    public FeatureNetwork(Backbone network, FeatureDescription description, Device device, Func<int, FeatureCache>? cacheOf = null)
    {
        (Network, _device) = (network, device);
        network.to(device);
        ChannelsLast.Apply(network);
        _input = new(description.Layout, description.Preprocessing, device);
        _extraction = new(network, _input, description.Layout, description.Stage, cacheOf is null ? null : width => _cache = cacheOf(width));
        Description = description with { Width = _extraction.Width };
    }

    public FeatureDescription Description { get; }

    public Backbone Network { get; }

    /// <summary>The number of images that the network was run on.</summary>
    public long Computed => _extraction.Computed;

    /// <summary>The features of a batch: see <see cref="FeatureExtraction.Of"/>.</summary>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    /// <exception cref="InsufficientMemoryException">The images do not fit into memory together.</exception>
    public void Features(ReadOnlyMemory<byte> pixels, IReadOnlyList<int> rows, Span<float> features)
    {
        if (_isDisposed)
            throw new ObjectDisposedException(nameof(ImageFeaturizingTransformer), "The transformer must not be disposed before its last use. A PredictionEngine disposes the model that it was made "
                + "from, unless PredictionEngineOptions.OwnsTransformer is false: set it so where engines share a model.");
        try
        {
            _extraction.Of(pixels, rows, features);
        }
        catch (Exception error) when (OutOfMemory.IsUnadvised(error))
        {
            throw ScoringMemory.Advise(error, rows.Count, Description.Layout, _device);
        }
    }

    /// <summary>Writes the features that were computed to the disk, where other fits and processes find them.</summary>
    public void Publish() => _cache?.Publish();

    public void Dispose()
    {
        _isDisposed = true;
        _cache?.Dispose();
        Network.Dispose();
        _input.Dispose();
    }
}
