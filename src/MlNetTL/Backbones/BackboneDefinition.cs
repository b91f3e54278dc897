namespace MlNetTL.Backbones;

/// <summary>A row of the table of networks.</summary>
/// <param name="Name">The name, torchvision's or timm's.</param>
/// <param name="Builder">Makes the network for a number of image channels and of outputs, with values of no meaning: <see cref="Build"/> gives them
/// theirs.</param>
/// <param name="FeatureCount">The number of pooled features before the head.</param>
/// <param name="DefaultSize">The side of the square images that it was published for, in pixels.</param>
/// <param name="MinimumSize">The least side of an image that it can run on, in pixels.</param>
/// <param name="ParameterCount">The number of parameters with 3 channels and 1000 outputs, as published (with an auxiliary head, where there is one).</param>
/// <param name="Weights">Published weights. 'imagenet' means the first row.</param>
public sealed record BackboneDefinition(
    string Name, Func<int, int, Backbone> Builder, int FeatureCount, int DefaultSize, int MinimumSize, long ParameterCount, IReadOnlyList<WeightsDefinition> Weights)
{
    /// <summary>The rate of stochastic depth that the network was published with, 0 for none; null where it has no residual branches to leave out (Huang et al., 2016).</summary>
    public double? StochasticDepth { get; init; }

    /// <summary>Makes the network with values to start training from scratch.</summary>
    /// <param name="channels">The number of image channels, at least 1.</param>
    /// <param name="top">The head.</param>
    /// <param name="seed">Decides every value, on any machine and with any number of threads.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public Backbone Build(int channels, Top top, long seed)
    {
        var network = BuildEmpty(channels, top);
        network.Initialize(seed);
        return network;
    }

    /// <summary>Makes the network with values of no meaning, for a caller that sets them all.</summary>
    internal Backbone BuildEmpty(int channels, Top top)
    {
        var problems = top.Problems().ToList();
        if (channels < 1) problems.Insert(0, $"The number of image channels must be at least 1. Received: {channels}.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
        var network = Builder(channels, top.Outputs);
        if (network.Top != top) network.ReplaceHead(top, seed: 0);
        // Its values are the network's own: a scope that the caller is in, such as a fit's, must not take them along when it ends.
        foreach (var value in network.state_dict().Values) value.DetachFromDisposeScope();
        return network;
    }

    /// <summary>Why stochastic depth cannot be set, to follow the setting's name; null where it can.</summary>
    internal string? DepthProblem => StochasticDepth is null
        ? $"needs a network with residual branches to leave out: ResNet, NF-ResNet, BiT or EfficientNet. {Name} has none. Leave it out, or choose another network."
        : null;

    /// <summary>What does not hold of images of a size, or null where all is well.</summary>
    internal string? SizeProblem(int height, int width) => Math.Min(height, width) >= MinimumSize
        ? null
        : $"{Name} needs images of at least {MinimumSize} x {MinimumSize} pixels. Received: {height} x {width}. Load them larger, or choose another network.";
}
