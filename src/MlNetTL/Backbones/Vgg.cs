using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetTL.Backbones;

/// <summary>Five blocks of 3 x 3 convolutions, each closed by a pool, and two hidden layers of 4096 (Simonyan and Zisserman, 'Very deep convolutional
/// networks for large-scale image recognition', 2015), with torchvision's names and arithmetic.</summary>
internal sealed class Vgg : Backbone
{
    private const int Hidden = 4096;
    private const int PooledSide = 7;
    private static readonly int[] s_widths = [64, 128, 256, 512, 512];

    private readonly Chain _features;
    private readonly Chain _classifier;
    private readonly int[] _ends; // Where each block's pool ends in _features.

    /// <summary>The rows of the table.</summary>
    /// <remarks>torchvision also publishes vgg16_features-amdegroot-88682ab5. It is no row: its file fills classifier.0 and .3 with NaN, and they are part of
    /// the network's body here, so nothing that loads it could give a number.</remarks>
    public static IReadOnlyList<BackboneDefinition> Rows { get; } =
    [
        Row("vgg11", [1, 1, 2, 2, 2], norm: false, 132_863_336, "8a719046", 69.020),
        Row("vgg11_bn", [1, 1, 2, 2, 2], norm: true, 132_868_840, "6002323d", 70.370),
        Row("vgg13", [2, 2, 2, 2, 2], norm: false, 133_047_848, "19584684", 69.928),
        Row("vgg13_bn", [2, 2, 2, 2, 2], norm: true, 133_053_736, "abd245e5", 71.586),
        Row("vgg16", [2, 2, 3, 3, 3], norm: false, 138_357_544, "397923af", 71.592),
        Row("vgg16_bn", [2, 2, 3, 3, 3], norm: true, 138_365_992, "6c64b313", 73.360),
        Row("vgg19", [2, 2, 4, 4, 4], norm: false, 143_667_240, "dcbb9e9d", 72.376),
        Row("vgg19_bn", [2, 2, 4, 4, 4], norm: true, 143_678_248, "c79401a0", 74.218),
    ];

    public Vgg(string name, int[] blocks, bool norm, int channels, int outputs) : base(name, channels, Hidden)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        _ends = new int[blocks.Length];
        var inputs = channels;
        for (var block = 0; block < blocks.Length; block++)
        {
            for (var i = 0; i < blocks[block]; i++)
            {
                layers.Add(Conv2d(inputs, s_widths[block], kernel_size: 3, padding: 1));
                if (norm) layers.Add(BatchNorm2d(s_widths[block]));
                layers.Add(new ReluLayer());
                inputs = s_widths[block];
            }
            layers.Add(new MaxPoolLayer(kernel: 2, stride: 2));
            _ends[block] = layers.Count;
        }
        _features = Child("features", new Chain([.. layers]));
        // The second dropout, classifier.5, stands right before the head.
        _classifier = Child("classifier", new Chain(
            Linear(inputs * PooledSide * PooledSide, Hidden), new ReluLayer(), new DropoutLayer(HeadDropout), Linear(Hidden, Hidden), new ReluLayer()));
        SetHead(new Top(outputs));
    }

    internal override string HeadName => "classifier.6";

    internal override string FirstConvolution => "features.0.weight";

    private protected override double HeadDropout => 0.5;

    private protected override InitializationRules Rules { get; } =
        new((_, shape) => Distribution.HeFanOut(shape), (_, _) => Distribution.Normal(0.01), ZeroLinearBias: true);

    private protected override IReadOnlyList<IReadOnlyList<Module>> Body =>
        [.. _ends.Select((_, stage) => stage == _ends.Length - 1 ? (Module[])[.. _features[Layers(stage)], .. _classifier[..]] : _features[Layers(stage)])];

    internal override T RunStage<T>(IOps<T> ops, int stage, T x) => ops.Part(_features[Layers(stage)], [x], inputs => _features.Run(ops, inputs[0], Layers(stage)));

    internal override T RunPool<T>(IOps<T> ops, int stage, T x) => stage < _ends.Length - 1
        ? base.RunPool(ops, stage, x)
        : _classifier.Run(ops, ops.Flatten(ops.AdaptiveAveragePool(x, PooledSide)));

    private Range Layers(int stage) => (stage == 0 ? 0 : _ends[stage - 1]).._ends[stage];

    private static BackboneDefinition Row(string name, int[] blocks, bool norm, long parameters, string hash, double top1) =>
        new(name, (channels, outputs) => new Vgg(name, blocks, norm, channels, outputs), Hidden, DefaultSize: 224, MinimumSize: 32, parameters,
            [WeightsDefinition.Torchvision("imagenet1k-v1", $"{name}-{hash}", top1, PublishedInput.ImageNet)]);
}
