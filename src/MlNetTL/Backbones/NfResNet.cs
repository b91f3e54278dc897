using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetTL.Backbones;

/// <summary>Residual networks without normalisation (Brock et al., 'Characterizing signal propagation to close the performance gap in unnormalized ResNets',
/// 2021), with timm's names and arithmetic. Train them from scratch with adaptive gradient clipping (Brock et al., 'High-performance large-scale image
/// recognition without normalization', 2021).</summary>
internal sealed class NfResNet : Backbone
{
    // How much a block adds to the variance of what it gets: alpha squared.
    private const double Alpha = 0.2;

    // Of a normal variable, the variance after ReLU is 1 / gamma². The paper gives √2 / √(1 - 1/π); timm has a sample's value, and its weights want it.
    private const double ReluGamma = 1.7139588594436646;

    private readonly StandardizedConvolution _stem;
    private readonly List<Chain> _stages = [];

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyList<BackboneDefinition> Rows { get; } =
    [
        new("nf_resnet50", (channels, outputs) => new NfResNet("nf_resnet50", [3, 4, 6, 3], channels, outputs), FeatureCount: 2048, DefaultSize: 256, MinimumSize: 32, 25_557_032,
        [
            // Trained at 256 pixels, evaluated at 288.
            new("imagenet1k-ra2", new Uri("https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-weights/nf_resnet50_ra2-9f236009.pth"), "9f236009", "Apache-2.0",
                Top1: 80.658, Outputs: 1000, Preprocessing.ImageNet, new PublishedInput(306, 288, Interpolation.Bicubic)),
        ]) { StochasticDepth = 0 },
    ];

    public NfResNet(string name, int[] blocks, int channels, int outputs) : base(name, channels, featureCount: 2048)
    {
        _stem = Convolution(channels, 64, kernel: 7, stride: 2);
        Child("stem", new Nested("conv", _stem));
        var (inputs, number, last) = (64, 0, blocks.Sum() - 1);
        var variance = 1.0;
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var width = 256 << stage;
            var layers = new Module<Tensor, Tensor>[blocks[stage]];
            for (var i = 0; i < layers.Length; i++)
            {
                layers[i] = new ScaledResidual(i == 0 ? inputs : width, width, stride: i == 0 && stage > 0 ? 2 : 1, beta: 1 / Math.Sqrt(variance), Depth.At(number++, last));
                // A stage's first block takes its shortcut from the scaled input, which has variance 1; each branch adds alpha squared.
                variance = (i == 0 ? 1 : variance) + Alpha * Alpha;
            }
            inputs = width;
            _stages.Add(new Chain(layers));
        }
        Child("stages", new Chain([.. _stages]));
        Child("head", new Chain());
        SetHead(new Top(outputs));
    }

    internal override string HeadName => "head.fc";

    internal override string FirstConvolution => "stem.conv.weight";

    internal override StochasticDepth Depth { get; } = new(0);

    private protected override IReadOnlyList<IReadOnlyList<Module>> Body => [[_stem], .. _stages.Select(stage => new Module[] { stage })];

    // A branch's last gain starts at 0, so that each block starts as the identity (De and Smith, 'Batch normalization biases residual blocks towards the
    // identity function in deep networks', 2020): timm's form of the papers' SkipInit.
    private protected override InitializationRules Rules { get; } = new(
        (_, shape) => Distribution.Normal(Distribution.HeFanIn(shape).Spread / Math.Sqrt(2)), (_, _) => Distribution.Normal(0.01), ZeroLinearBias: true,
        Scale: name => name.EndsWith(".conv3.gain", StringComparison.Ordinal) ? 0 : 1);

    internal override T RunStage<T>(IOps<T> ops, int stage, T x)
    {
        if (stage == 0) return ops.MaxPool(ops.Apply(_stem, x), kernel: 3, stride: 2, padding: 1);
        x = _stages[stage - 1].Run(ops, x);
        return stage == _stages.Count ? ops.Relu(x) : x;
    }

    private static StandardizedConvolution Convolution(int inputs, int outputs, int kernel, int stride = 1) =>
        StandardizedConvolution.Scaled(inputs, outputs, kernel, stride, epsilon: 1e-5, ReluGamma);

    /// <summary>shortcut + alpha · f(beta · x): f is 1 x 1, 3 x 3, 1 x 1 convolutions with a ReLU before each, and beta x has variance 1. Where the size
    /// changes, the shortcut starts from the first ReLU, and halves by means.</summary>
    private sealed class ScaledResidual : Block
    {
        private readonly double _beta;
        private readonly int _stride;
        private readonly StandardizedConvolution? _downsample;
        private readonly StandardizedConvolution[] _branch;
        private readonly StochasticDepth.Branch _depth;

        public ScaledResidual(int inputs, int outputs, int stride, double beta, StochasticDepth.Branch depth) : base(nameof(ScaledResidual))
        {
            (_beta, _stride, _depth) = (beta, stride, depth);
            if (stride != 1 || inputs != outputs) Child("downsample", new Nested("conv", _downsample = Convolution(inputs, outputs, kernel: 1)));
            var width = outputs / 4;
            _branch = [Convolution(inputs, width, kernel: 1), Convolution(width, width, kernel: 3, stride), Convolution(width, outputs, kernel: 1)];
            for (var i = 0; i < _branch.Length; i++) Child($"conv{i + 1}", _branch[i]);
        }

        public override T Run<T>(IOps<T> ops, T x)
        {
            // ReLU(beta x) = beta ReLU(x), and x itself stays whole for the shortcut.
            var y = ops.Relu(ops.Scale(x, _beta));
            if (_downsample is not null) x = ops.Apply(_downsample, _stride == 1 ? y : ops.AveragePool(y, kernel: 2, _stride, ceil: true, countPadding: false));
            for (var i = 0; i < _branch.Length; i++) y = ops.Apply(_branch[i], i == 0 ? y : ops.Relu(y));
            return ops.Add(ops.Scale(_depth.Drop(ops, y, training), Alpha), x);
        }
    }
}
