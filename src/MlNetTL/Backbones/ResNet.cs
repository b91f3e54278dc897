using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetTL.Backbones;

/// <summary>Residual networks (He et al., 'Deep residual learning for image recognition', 2016), with torchvision's names and arithmetic: a bottleneck has
/// its stride in the 3 x 3 convolution.</summary>
internal sealed class ResNet : Backbone
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly List<Chain> _layers = [];

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyList<BackboneDefinition> Rows { get; } =
    [
        Row("resnet18", bottleneck: false, [2, 2, 2, 2], 11_689_512, ("v1", "f37072fd", 69.758)),
        Row("resnet34", bottleneck: false, [3, 4, 6, 3], 21_797_672, ("v1", "b627a593", 73.314)),
        Row("resnet50", bottleneck: true, [3, 4, 6, 3], 25_557_032, ("v1", "0676ba61", 76.130), ("v2", "11ad3fa6", 80.858)),
        Row("resnet101", bottleneck: true, [3, 4, 23, 3], 44_549_160, ("v1", "63fe2227", 77.374), ("v2", "cd907fc2", 81.886)),
        Row("resnet152", bottleneck: true, [3, 8, 36, 3], 60_192_808, ("v1", "394f9c45", 78.312), ("v2", "f82ba261", 82.284)),
    ];

    public ResNet(string name, bool bottleneck, int[] blocks, int channels, int outputs) : base(name, channels, bottleneck ? 2048 : 512)
    {
        _conv1 = Child("conv1", Conv2d(channels, 64, kernel_size: 7, stride: 2, padding: 3, bias: false));
        _bn1 = Child("bn1", BatchNorm2d(64));
        var (inputs, number, last) = (64, 0, blocks.Sum() - 1);
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var layer = new Module<Tensor, Tensor>[blocks[stage]];
            for (var i = 0; i < layer.Length; i++)
            {
                var block = new Residual(inputs, 64 << stage, stride: i == 0 && stage > 0 ? 2 : 1, bottleneck, Depth.At(number++, last));
                layer[i] = block;
                inputs = block.Outputs;
            }
            _layers.Add(Child($"layer{stage + 1}", new Chain(layer)));
        }
        SetHead(new Top(outputs));
    }

    internal override string HeadName => "fc";

    internal override string FirstConvolution => "conv1.weight";

    internal override StochasticDepth Depth { get; } = new(0);

    private protected override IReadOnlyList<IReadOnlyList<Module>> Body => [[_conv1, _bn1], .. _layers.Select(layer => new Module[] { layer })];

    internal override T RunStage<T>(IOps<T> ops, int stage, T x) => stage == 0
        ? ops.MaxPool(ops.Relu(ops.Apply(_bn1, ops.Apply(_conv1, x))), kernel: 3, stride: 2, padding: 1)
        : _layers[stage - 1].Run(ops, x);

    // The original weights come first: the newer ones score higher on ImageNet by a recipe with label smoothing and mixing, whose features transfer
    // less well to other images (Kornblith et al., 'Why do better loss functions lead to less transferable features?', 2021).
    private static BackboneDefinition Row(string name, bool bottleneck, int[] blocks, long parameters, params (string Version, string Hash, double Top1)[] weights) =>
        new(name, (channels, outputs) => new ResNet(name, bottleneck, blocks, channels, outputs), bottleneck ? 2048 : 512, DefaultSize: 224, MinimumSize: 32, parameters,
            [.. weights.Select(w => WeightsDefinition.Torchvision($"imagenet1k-{w.Version}", $"{name}-{w.Hash}", w.Top1, w.Version == "v1" ? PublishedInput.ImageNet : new(232, 224))),
                .. MedicalWeights.Of(name)])
        { StochasticDepth = 0 };

    /// <summary>x + f(x), then ReLU. f is two 3 x 3 convolutions, or 1 x 1, 3 x 3, 1 x 1 in a bottleneck, which widens its width four times at the
    /// end.</summary>
    private sealed class Residual : Block
    {
        private readonly List<(Conv2d Convolution, BatchNorm2d Norm)> _branch = [];
        private readonly Chain? _downsample;
        private readonly StochasticDepth.Branch _depth;

        public Residual(int inputs, int width, int stride, bool bottleneck, StochasticDepth.Branch depth) : base(nameof(Residual))
        {
            _depth = depth;
            Outputs = bottleneck ? 4 * width : width;
            (int Inputs, int Outputs, int Kernel, int Stride)[] rows = bottleneck
                ? [(inputs, width, 1, 1), (width, width, 3, stride), (width, Outputs, 1, 1)]
                : [(inputs, width, 3, stride), (width, width, 3, 1)];
            for (var i = 0; i < rows.Length; i++)
                _branch.Add((
                    Child($"conv{i + 1}", Conv2d(rows[i].Inputs, rows[i].Outputs, rows[i].Kernel, rows[i].Stride, padding: rows[i].Kernel / 2, bias: false)),
                    Child($"bn{i + 1}", BatchNorm2d(rows[i].Outputs))));
            if (stride != 1 || inputs != Outputs)
                _downsample = Child("downsample", new Chain(Conv2d(inputs, Outputs, kernel_size: 1, stride, bias: false), BatchNorm2d(Outputs)));
        }

        public int Outputs { get; }

        public override T Run<T>(IOps<T> ops, T x)
        {
            var y = x;
            for (var i = 0; i < _branch.Count; i++)
            {
                y = ops.Apply(_branch[i].Norm, ops.Apply(_branch[i].Convolution, y));
                if (i < _branch.Count - 1) y = ops.Relu(y);
            }
            return ops.Relu(ops.Add(_depth.Drop(ops, y, training), _downsample is null ? x : _downsample.Run(ops, x)));
        }
    }
}
