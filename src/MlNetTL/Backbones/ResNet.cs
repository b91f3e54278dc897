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

    public ResNet(string name, bool bottleneck, int[] blocks, int channels, int outputs) : base(name, channels, bottleneck ? 2048 : 512)
    {
        _conv1 = Child("conv1", Conv2d(channels, 64, kernel_size: 7, stride: 2, padding: 3, bias: false));
        _bn1 = Child("bn1", BatchNorm2d(64));
        var inputs = 64;
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var layer = new Module<Tensor, Tensor>[blocks[stage]];
            for (var i = 0; i < layer.Length; i++)
            {
                var block = new Residual(inputs, 64 << stage, stride: i == 0 && stage > 0 ? 2 : 1, bottleneck);
                layer[i] = block;
                inputs = block.Outputs;
            }
            _layers.Add(Child($"layer{stage + 1}", new Chain(layer)));
        }
        SetHead(new Top(outputs));
    }

    internal override string HeadName => "fc";

    internal override string FirstConvolution => "conv1.weight";

    private protected override IReadOnlyList<BackboneStage> Body =>
        [new("stem", [_conv1, _bn1]), .. _layers.Select((layer, i) => new BackboneStage($"stage{i + 1}", [layer]))];

    internal override T RunFeatures<T>(IOps<T> ops, T x)
    {
        x = ops.Part(() => ops.MaxPool(ops.Relu(ops.Apply(_bn1, ops.Apply(_conv1, x))), kernel: 3, stride: 2, padding: 1));
        foreach (var layer in _layers) x = layer.Run(ops, x);
        return ops.GlobalAveragePool(x);
    }

    /// <summary>x + f(x), then ReLU. f is two 3 x 3 convolutions, or 1 x 1, 3 x 3, 1 x 1 in a bottleneck, which widens its width four times at the
    /// end.</summary>
    private sealed class Residual : Block
    {
        private readonly List<(Conv2d Convolution, BatchNorm2d Norm)> _branch = [];
        private readonly Chain? _downsample;

        public Residual(int inputs, int width, int stride, bool bottleneck) : base(nameof(Residual))
        {
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
            return ops.Relu(ops.Add(y, _downsample is null ? x : _downsample.Run(ops, x)));
        }
    }
}
