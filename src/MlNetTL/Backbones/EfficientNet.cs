using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetTL.Backbones;

/// <summary>Networks scaled in width, depth and image size together (Tan and Le, 'EfficientNet: rethinking model scaling for convolutional neural networks',
/// 2019), with torchvision's names and arithmetic. Their blocks are those of MobileNetV2 with squeeze-and-excitation.</summary>
internal sealed class EfficientNet : Backbone
{
    // torchvision's stochastic_depth_prob; each block's is this times its number from 0 over the number of blocks.
    private const double OwnDepthRate = 0.2;

    // B0 (table 1 of the paper). Expansion, kernel, stride, channels in, channels out, blocks.
    private static readonly (int Expansion, int Kernel, int Stride, int Inputs, int Outputs, int Blocks)[] s_b0 =
    [
        (1, 3, 1, 32, 16, 1),
        (6, 3, 2, 16, 24, 2),
        (6, 5, 2, 24, 40, 2),
        (6, 3, 2, 40, 80, 3),
        (6, 5, 1, 80, 112, 3),
        (6, 5, 2, 112, 192, 4),
        (6, 3, 1, 192, 320, 1),
    ];

    // Between stages height and width are halved.
    private static readonly Range[] s_stages = [0..1, 1..3, 3..4, 4..6, 6..];

    private readonly Chain _features;

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyList<BackboneDefinition> Rows { get; } =
    [
        Row("efficientnet_b0", new(Width: 1.0, Depth: 1.0, Dropout: 0.2), 5_288_548, Ported("b0_rwightman-7f5810bc", 77.692, resize: 256, crop: 224)),
        Row("efficientnet_b1", new(Width: 1.0, Depth: 1.1, Dropout: 0.2), 7_794_184, Ported("b1_rwightman-bac287d4", 78.642, resize: 256, crop: 240),
            WeightsDefinition.Torchvision("imagenet1k-v2", "efficientnet_b1-c27df63c", 79.838, new(255, 240))),
        Row("efficientnet_b2", new(Width: 1.1, Depth: 1.2, Dropout: 0.3), 9_109_994, Ported("b2_rwightman-c35c1473", 80.608, resize: 288, crop: 288)),
        Row("efficientnet_b3", new(Width: 1.2, Depth: 1.4, Dropout: 0.3), 12_233_232, Ported("b3_rwightman-b3899882", 82.008, resize: 320, crop: 300)),
        Row("efficientnet_b4", new(Width: 1.4, Depth: 1.8, Dropout: 0.4), 19_341_616, Ported("b4_rwightman-23ab8bcd", 83.384, resize: 384, crop: 380)),
        Row("efficientnet_b5", new(Width: 1.6, Depth: 2.2, Dropout: 0.4, TensorFlowNorm: true), 30_389_784, Ported("b5_lukemelas-1a07897c", 83.444, resize: 456, crop: 456)),
        Row("efficientnet_b6", new(Width: 1.8, Depth: 2.6, Dropout: 0.5, TensorFlowNorm: true), 43_040_704, Ported("b6_lukemelas-24a108a5", 84.008, resize: 528, crop: 528)),
        Row("efficientnet_b7", new(Width: 2.0, Depth: 3.1, Dropout: 0.5, TensorFlowNorm: true), 66_347_960, Ported("b7_lukemelas-c5b4e57e", 84.122, resize: 600, crop: 600)),
    ];

    public EfficientNet(string name, Scaling scaling, int channels, int outputs) : base(name, channels, scaling.Features)
    {
        HeadDropout = scaling.Dropout;
        var stem = scaling.Channels(s_b0[0].Inputs);
        var last = scaling.Channels(s_b0[^1].Outputs);
        var (number, count) = (0, s_b0.Sum(row => scaling.Blocks(row.Blocks)));
        var stages = s_b0.Select(row => new Chain([.. Enumerable.Range(0, scaling.Blocks(row.Blocks)).Select(i => new MobileBlock(
            i == 0 ? scaling.Channels(row.Inputs) : scaling.Channels(row.Outputs), scaling.Channels(row.Outputs), row.Expansion, row.Kernel,
            i == 0 ? row.Stride : 1, Depth.At(number++, count), scaling))]));
        _features = Child("features", new Chain([scaling.Convolution(channels, stem, 3, stride: 2), .. stages, scaling.Convolution(last, scaling.Features, 1)]));
        Child("classifier", new Chain());
        SetHead(new Top(outputs));
    }

    internal override string HeadName => "classifier.1";

    internal override string FirstConvolution => "features.0.0.weight";

    internal override StochasticDepth Depth { get; } = new(OwnDepthRate);

    private protected override IReadOnlyList<IReadOnlyList<Module>> Body => [.. s_stages.Select(stage => _features[stage])];

    private protected override double HeadDropout { get; }

    // torchvision counts all filters of a depthwise convolution as its fan_out, and bounds the head by its outputs, not its inputs.
    private protected override InitializationRules Rules { get; } =
        new((_, shape) => Distribution.HeFanOut(shape), (_, shape) => Distribution.Uniform(1 / Math.Sqrt(shape[0])), ZeroLinearBias: true);

    internal override T RunStage<T>(IOps<T> ops, int stage, T x) => _features.Run(ops, x, s_stages[stage]);

    private static BackboneDefinition Row(string name, Scaling scaling, long parameters, params WeightsDefinition[] weights) =>
        new(name, (channels, outputs) => new EfficientNet(name, scaling, channels, outputs), scaling.Features, weights[0].Input.Crop, MinimumSize: 32, parameters, weights) { StochasticDepth = OwnDepthRate };

    // Weights that torchvision took over from R. Wightman's and L. Melas-Kyriazi's collections, both under Apache-2.0. Their first names carried the hash of
    // the file before the port, so that every check of it failed (pytorch/vision, issue 7744); these are the names with the hash of the file itself.
    private static WeightsDefinition Ported(string file, double top1, int resize, int crop) =>
        WeightsDefinition.Torchvision("imagenet1k-v1", $"efficientnet_{file}", top1, new(resize, crop, Interpolation.Bicubic)) with { Licence = "BSD-3-Clause AND Apache-2.0" };

    /// <summary>What makes a variant of B0.</summary>
    /// <param name="Width">The factor of channels.</param>
    /// <param name="Depth">The factor of blocks in a stage.</param>
    /// <param name="Dropout">The share of features that is dropped before the head.</param>
    /// <param name="TensorFlowNorm">Whether batch normalisation has the constants of the authors' TensorFlow code, as torchvision's B5 to B7 do, else
    /// PyTorch's.</param>
    internal sealed record Scaling(double Width, double Depth, double Dropout, bool TensorFlowNorm = false)
    {
        public int Features => 4 * Channels(s_b0[^1].Outputs);

        public int Blocks(int count) => (int)Math.Ceiling(count * Depth);

        /// <summary>The nearest multiple of 8, but never more than a tenth below.</summary>
        public int Channels(int count)
        {
            var exact = count * Width;
            var rounded = Math.Max(8, (int)(exact + 4) / 8 * 8);
            return rounded < 0.9 * exact ? rounded + 8 : rounded;
        }

        /// <summary>A convolution that keeps height and width but for its stride, then batch normalisation and, where asked for, SiLU.</summary>
        public Chain Convolution(int inputs, int outputs, int kernel, int stride = 1, int groups = 1, bool activated = true)
        {
            var convolution = Conv2d(inputs, outputs, kernel, stride, padding: kernel / 2, groups: groups, bias: false);
            var norm = TensorFlowNorm ? BatchNorm2d(outputs, eps: 1e-3, momentum: 0.01) : BatchNorm2d(outputs);
            return activated ? new Chain(convolution, norm, new SiluLayer()) : new Chain(convolution, norm);
        }
    }

    /// <summary>Widened, filtered channel by channel, weighed, narrowed; added to the input where shapes allow.</summary>
    private sealed class MobileBlock : Block
    {
        private readonly Chain _block;
        private readonly bool _residual;
        private readonly StochasticDepth.Branch _branch;

        public MobileBlock(int inputs, int outputs, int expansion, int kernel, int stride, StochasticDepth.Branch branch, Scaling scaling) : base(nameof(MobileBlock))
        {
            var width = inputs * expansion;
            List<Module<Tensor, Tensor>> layers = expansion == 1 ? [] : [scaling.Convolution(inputs, width, 1)];
            layers.Add(scaling.Convolution(width, width, kernel, stride, groups: width));
            layers.Add(new SqueezeExcitation(width, Math.Max(1, inputs / 4)));
            layers.Add(scaling.Convolution(width, outputs, 1, activated: false));
            _block = Child("block", new Chain([.. layers]));
            _residual = stride == 1 && inputs == outputs;
            _branch = branch;
        }

        public override T Run<T>(IOps<T> ops, T x)
        {
            var y = _block.Run(ops, x);
            return _residual ? ops.Add(_branch.Drop(ops, y, training), x) : y;
        }
    }

    /// <summary>Weighs channels by what the whole image shows (Hu et al., 'Squeeze-and-excitation networks', 2018).</summary>
    private sealed class SqueezeExcitation : Block
    {
        private readonly Conv2d _fc1, _fc2;

        public SqueezeExcitation(int channels, int squeezed) : base(nameof(SqueezeExcitation))
        {
            _fc1 = Child("fc1", Conv2d(channels, squeezed, kernel_size: 1));
            _fc2 = Child("fc2", Conv2d(squeezed, channels, kernel_size: 1));
        }

        public override T Run<T>(IOps<T> ops, T x) =>
            ops.Multiply(x, ops.Sigmoid(ops.Apply(_fc2, ops.Silu(ops.Apply(_fc1, ops.AdaptiveAveragePool(x, 1))))));
    }
}
