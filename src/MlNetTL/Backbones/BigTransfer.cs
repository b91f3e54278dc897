using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetTL.Backbones;

/// <summary>Big Transfer's networks (Kolesnikov et al., 'Big Transfer (BiT): general visual representation learning', 2020): residual networks that normalise
/// before each convolution (He et al., 'Identity mappings in deep residual networks', 2016), with group normalisation (Wu and He, 2018) and standardised
/// weights in place of batch normalisation, and a width factor. Names and arithmetic are timm's.</summary>
internal sealed class BigTransfer : Backbone
{
    // A grey image is read three times. Summed to one channel, standardised kernels lose the size that they have among themselves, which group
    // normalisation does not give back: the output for a grey image would not be that for three equal channels.
    private const int Colours = 3;

    private readonly StandardizedConvolution _stem;
    private readonly List<Chain> _stages = [];
    private readonly GroupNorm _norm;

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyList<BackboneDefinition> Rows { get; } =
    [
        Row("resnetv2_50x1_bit", "R50x1", [3, 4, 6, 3], factor: 1, 25_549_352, tunedTop1: 80.386),
        Row("resnetv2_50x3_bit", "R50x3", [3, 4, 6, 3], factor: 3, 217_319_080, tunedTop1: 83.982),
        Row("resnetv2_101x1_bit", "R101x1", [3, 4, 23, 3], factor: 1, 44_541_480, tunedTop1: 82.332),
    ];

    public BigTransfer(string name, int[] blocks, int factor, int channels, int outputs) : base(name, channels, featureCount: 2048 * factor)
    {
        var (inputs, number, last) = (64 * factor, 0, blocks.Sum() - 1);
        _stem = Convolution(channels == 1 ? Colours : channels, inputs, kernel: 7, stride: 2);
        Child("stem", new Nested("conv", _stem));
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var layers = new Module<Tensor, Tensor>[blocks[stage]];
            for (var i = 0; i < layers.Length; i++)
            {
                var width = (256 << stage) * factor;
                layers[i] = new PreActivation(inputs, width, stride: i == 0 && stage > 0 ? 2 : 1, projects: i == 0, Depth.At(number++, last));
                inputs = width;
            }
            _stages.Add(new Chain(layers));
        }
        Child("stages", new Chain([.. _stages.Select(stage => new Nested("blocks", stage))]));
        _norm = Child("norm", Norm(inputs));
        Child("head", new Chain());
        SetHead(new Top(outputs));
    }

    internal override string HeadName => "head.fc";

    internal override string FirstConvolution => "stem.conv.weight";

    internal override StochasticDepth Depth { get; } = new(0);

    private protected override IReadOnlyList<IReadOnlyList<Module>> Body =>
        [[_stem], .. _stages.Select((stage, i) => i < _stages.Count - 1 ? new Module[] { stage } : [stage, _norm])];

    private protected override InitializationRules Rules { get; } = new(
        (name, shape) => name.StartsWith("head.", StringComparison.Ordinal) ? Distribution.Normal(0.01) : Distribution.HeFanOut(shape), (_, _) => Distribution.Normal(0.01), ZeroLinearBias: true);

    internal override T RunStage<T>(IOps<T> ops, int stage, T x)
    {
        // Zeros, not the padding of a max pool, which never wins: the published weights were trained with zeros.
        if (stage == 0) return ops.MaxPool(ops.Pad(ops.Apply(_stem, Channels == 1 ? ops.Concatenate([x, x, x]) : x), 1), kernel: 3, stride: 2);
        x = _stages[stage - 1].Run(ops, x);
        return stage == _stages.Count ? ops.Relu(ops.Apply(_norm, x)) : x;
    }

    private protected override Module<Tensor, Tensor> MakeLinear(int inputs, int outputs) => new PointwiseLinear(inputs, outputs);

    private static StandardizedConvolution Convolution(int inputs, int outputs, int kernel, int stride = 1) =>
        StandardizedConvolution.Plain(inputs, outputs, kernel, stride, epsilon: 1e-8);

    private static GroupNorm Norm(int channels) => GroupNorm(num_groups: 32, channels);

    // ImageNet-21k comes first: in the paper's comparison of pretraining sets its 14 million images give the better start for every task, and fine-tuning
    // on ImageNet-1k narrows the features to those 1000 classes. No accuracy is published for the two pretrained files; those of the fine-tuned ones are
    // timm's, who ran the same files at 448 pixels. The authors publish no hash.
    private static BackboneDefinition Row(string name, string file, int[] blocks, int factor, long parameters, double tunedTop1) =>
        new(name, (channels, outputs) => new BigTransfer(name, blocks, factor, channels, outputs), 2048 * factor, DefaultSize: 224, MinimumSize: 32, parameters,
        [
            Published("imagenet21k", $"BiT-M-{file}", null, outputs: 21_843, PublishedInput.ImageNet),
            Published("imagenet1k", $"BiT-S-{file}", null, outputs: 1000, PublishedInput.ImageNet),
            Published("imagenet21k-1k", $"BiT-M-{file}-ILSVRC2012", tunedTop1, outputs: 1000, new PublishedInput(448, 448)),
        ])
        { StochasticDepth = 0 };

    private static WeightsDefinition Published(string name, string file, double? top1, int outputs, PublishedInput input) =>
        new(name, new Uri($"https://storage.googleapis.com/bit_models/{file}.npz"), Sha256: null, "Apache-2.0", top1, outputs, Preprocessing.MinusOneToOne, input);

    /// <summary>x + f(x), or projection + f(x) in a stage's first block. f is 1 x 1, 3 x 3, 1 x 1 convolutions with normalisation and ReLU before each; the
    /// projection starts from the first ReLU.</summary>
    private sealed class PreActivation : Block
    {
        private readonly List<(GroupNorm Norm, StandardizedConvolution Convolution)> _branch = [];
        private readonly StandardizedConvolution? _downsample;
        private readonly StochasticDepth.Branch _depth;

        public PreActivation(int inputs, int outputs, int stride, bool projects, StochasticDepth.Branch depth) : base(nameof(PreActivation))
        {
            _depth = depth;
            if (projects) Child("downsample", new Nested("conv", _downsample = Convolution(inputs, outputs, kernel: 1, stride)));
            var width = outputs / 4;
            foreach (var (from, convolution) in new[] { (inputs, Convolution(inputs, width, 1)), (width, Convolution(width, width, 3, stride)), (width, Convolution(width, outputs, 1)) })
            {
                var number = _branch.Count + 1;
                _branch.Add((Child($"norm{number}", Norm(from)), Child($"conv{number}", convolution)));
            }
        }

        public override T Run<T>(IOps<T> ops, T x)
        {
            var y = x;
            for (var i = 0; i < _branch.Count; i++)
            {
                y = ops.Relu(ops.Apply(_branch[i].Norm, y));
                if (i == 0 && _downsample is not null) x = ops.Apply(_downsample, y);
                y = ops.Apply(_branch[i].Convolution, y);
            }
            return ops.Add(_depth.Drop(ops, y, training), x);
        }
    }
}

/// <summary>A linear layer whose weight has the shape of a 1 x 1 convolution, [outputs, inputs, 1, 1], as Big Transfer's head is published.</summary>
internal sealed class PointwiseLinear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    public PointwiseLinear(int inputs, int outputs) : base(nameof(PointwiseLinear))
    {
        register_parameter("weight", _weight = new Parameter(zeros(outputs, inputs, 1, 1)));
        register_parameter("bias", _bias = new Parameter(zeros(outputs)));
    }

    public override Tensor forward(Tensor x)
    {
        using var matrix = _weight.flatten(1);
        return functional.linear(x, matrix, _bias);
    }

    // The parameters are registered above.
    protected override void RegisterComponents()
    {
    }
}
