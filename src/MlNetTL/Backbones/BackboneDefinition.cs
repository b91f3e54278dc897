namespace MlNetTL.Backbones;

/// <summary>A row of the table of networks.</summary>
/// <param name="Name">The name, torchvision's.</param>
/// <param name="Builder">Makes the network for a number of image channels and of outputs, with values of no meaning: <see cref="Build"/> gives them
/// theirs.</param>
/// <param name="FeatureCount">The number of pooled features before the head.</param>
/// <param name="DefaultSize">The side of the square images that it was published for, in pixels.</param>
/// <param name="ParameterCount">The number of parameters with 3 channels and 1000 outputs, as published.</param>
/// <param name="Weights">Published weights. 'imagenet' means the first row.</param>
public sealed record BackboneDefinition(
    string Name, Func<int, int, Backbone> Builder, int FeatureCount, int DefaultSize, long ParameterCount, IReadOnlyList<WeightsDefinition> Weights)
{
    /// <summary>Makes the network with values to start training from scratch.</summary>
    /// <param name="channels">The number of image channels, at least 1.</param>
    /// <param name="top">The head.</param>
    /// <param name="seed">Decides every value, on any machine and with any number of threads.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public Backbone Build(int channels, Top top, long seed)
    {
        var problems = top.Problems().ToList();
        if (channels < 1) problems.Insert(0, $"The number of image channels must be at least 1. Received: {channels}.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
        var network = Builder(channels, top.Outputs);
        if (network.Top != top) network.ReplaceHead(top, seed);
        network.Initialize(seed);
        return network;
    }
}
