using MlNetTL.Images;

namespace MlNetTL.Scoring;

/// <summary>Images whose pixels are measured when somebody asks, and once.</summary>
internal sealed class MeasuredImages
{
    private readonly Lazy<PixelStatistics> _all, _sample;

    /// <summary>Images that can be measured in part.</summary>
    /// <param name="name">What messages call them.</param>
    /// <param name="layout">What their pixels are.</param>
    /// <param name="advice">What to do where the normalisation in use does not suit them.</param>
    /// <param name="all">Measures all of them.</param>
    /// <param name="sample">Measures enough to tell whether they fill their range; null: all.</param>
    public MeasuredImages(string name, ImageLayout layout, string advice, Func<PixelStatistics> all, Func<PixelStatistics>? sample = null)
    {
        (Name, Layout, Advice) = (name, layout, advice);
        _all = new(all);
        _sample = sample is null ? _all : new(sample);
    }

    /// <summary>What messages call them.</summary>
    public string Name { get; }

    /// <summary>What their pixels are.</summary>
    public ImageLayout Layout { get; }

    /// <summary>What to do where the normalisation in use does not suit them.</summary>
    public string Advice { get; }

    /// <summary>The figures of all of them.</summary>
    public PixelStatistics All => _all.Value;

    /// <summary>The figures of enough of them to tell whether they fill their range.</summary>
    public PixelStatistics Sample => _all.IsValueCreated ? All : _sample.Value;
}
