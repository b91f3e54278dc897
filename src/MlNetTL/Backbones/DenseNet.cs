using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace MlNetTL.Backbones;

/// <summary>Densely connected networks (Huang et al., 'Densely connected convolutional networks', 2017), the form BC with bottlenecks and compression, with
/// torchvision's names and arithmetic. Each layer of a dense block sees the outputs of all layers before it.</summary>
internal sealed class DenseNet : Backbone
{
    // The 1 x 1 convolution of a layer gives this many times the growth rate (section 3, 'Bottleneck layers').
    private const int BottleneckFactor = 4;

    private readonly Conv2d _conv0;
    private readonly BatchNorm2d _norm0;
    private readonly List<Block> _blocks = [];
    private readonly List<Block> _transitions = [];
    private readonly BatchNorm2d _norm5;

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyList<BackboneDefinition> Rows { get; } =
    [
        Row("densenet121", growth: 32, stem: 64, [6, 12, 24, 16], features: 1024, 7_978_856, "a639ec97", 74.434),
        Row("densenet161", growth: 48, stem: 96, [6, 12, 36, 24], features: 2208, 28_681_000, "8d451a50", 77.138),
        Row("densenet169", growth: 32, stem: 64, [6, 12, 32, 32], features: 1664, 14_149_480, "b2777c0a", 75.600),
        Row("densenet201", growth: 32, stem: 64, [6, 12, 48, 32], features: 1920, 20_013_928, "c1103571", 76.896),
    ];

    public DenseNet(string name, int growth, int stem, int[] layers, int features, int channels, int outputs) : base(name, channels, features)
    {
        var parent = Child("features", new Chain());
        TModule Feature<TModule>(string part, TModule module) where TModule : Module
        {
            parent.register_module(part, module);
            return module;
        }

        _conv0 = Feature("conv0", Conv2d(channels, stem, kernel_size: 7, stride: 2, padding: 3, bias: false));
        _norm0 = Feature("norm0", BatchNorm2d(stem));
        var width = stem;
        for (var i = 0; i < layers.Length; i++)
        {
            if (i > 0)
            {
                _transitions.Add(Feature($"transition{i}", new Transition(width, width / 2)));
                width /= 2;
            }
            _blocks.Add(Feature($"denseblock{i + 1}", new DenseBlock(width, growth, layers[i])));
            width += growth * layers[i];
        }
        _norm5 = Feature("norm5", BatchNorm2d(width));
        SetHead(new Top(outputs));
    }

    internal override string HeadName => "classifier";

    internal override string FirstConvolution => "features.conv0.weight";

    private protected override IReadOnlyList<IReadOnlyList<Module>> Body =>
        [[_conv0, _norm0], [_blocks[0]], [_transitions[0], _blocks[1]], [_transitions[1], _blocks[2]], [_transitions[2], _blocks[3], _norm5]];

    private protected override InitializationRules Rules { get; } =
        new((_, shape) => Distribution.HeFanIn(shape), (_, shape) => Distribution.UniformByInputs(shape), ZeroLinearBias: true);

    internal override T RunStage<T>(IOps<T> ops, int stage, T x)
    {
        if (stage == 0) return ops.MaxPool(ops.Relu(ops.Apply(_norm0, ops.Apply(_conv0, x))), kernel: 3, stride: 2, padding: 1);
        if (stage > 1) x = Run(_transitions[stage - 2], x);
        x = Run(_blocks[stage - 1], x);
        return stage == _blocks.Count ? ops.Relu(ops.Apply(_norm5, x)) : x;

        T Run(Block block, T input) => block is Transition ? ops.Part([block], [input], inputs => block.Run(ops, inputs[0])) : ops.Part(() => block.Run(ops, input));
    }

    private static BackboneDefinition Row(string name, int growth, int stem, int[] layers, int features, long parameters, string hash, double top1) =>
        new(name, (channels, outputs) => new DenseNet(name, growth, stem, layers, features, channels, outputs), features, DefaultSize: 224, MinimumSize: 29, parameters,
            [WeightsDefinition.Torchvision("imagenet1k-v1", $"{name}-{hash}", top1, PublishedInput.ImageNet), .. MedicalWeights.Of(name)]);

    /// <summary>The input and, one after the other, what each layer makes of all that came before it.</summary>
    private sealed class DenseBlock : Block
    {
        private readonly DenseLayer[] _layers;

        public DenseBlock(int inputs, int growth, int layers) : base(nameof(DenseBlock)) =>
            _layers = [.. Enumerable.Range(0, layers).Select(i => Child($"denselayer{i + 1}", new DenseLayer(inputs + i * growth, growth)))];

        // The narrow outputs are kept and put together anew for each layer. Kept together instead, the ever wider values would all stay alive until the
        // end of the block, also where there are no gradients to need them.
        public override T Run<T>(IOps<T> ops, T x)
        {
            List<T> values = [x];
            foreach (var layer in _layers) values.Add(ops.Part([layer], [.. values], inputs => layer.Run(ops, inputs.Count == 1 ? inputs[0] : ops.Concatenate(inputs))));
            return ops.Concatenate(values);
        }
    }

    /// <summary>Normalisation, ReLU and convolution, first 1 x 1, then 3 x 3.</summary>
    private sealed class DenseLayer : Block
    {
        private readonly BatchNorm2d _norm1, _norm2;
        private readonly Conv2d _conv1, _conv2;

        public DenseLayer(int inputs, int growth) : base(nameof(DenseLayer))
        {
            _norm1 = Child("norm1", BatchNorm2d(inputs));
            _conv1 = Child("conv1", Conv2d(inputs, BottleneckFactor * growth, kernel_size: 1, bias: false));
            _norm2 = Child("norm2", BatchNorm2d(BottleneckFactor * growth));
            _conv2 = Child("conv2", Conv2d(BottleneckFactor * growth, growth, kernel_size: 3, padding: 1, bias: false));
        }

        public override T Run<T>(IOps<T> ops, T x)
        {
            x = ops.Apply(_conv1, ops.Relu(ops.Apply(_norm1, x)));
            return ops.Apply(_conv2, ops.Relu(ops.Apply(_norm2, x)));
        }
    }

    /// <summary>Between two blocks: half as many channels, of half the height and width.</summary>
    private sealed class Transition : Block
    {
        private readonly BatchNorm2d _norm;
        private readonly Conv2d _conv;

        public Transition(int inputs, int outputs) : base(nameof(Transition))
        {
            _norm = Child("norm", BatchNorm2d(inputs));
            _conv = Child("conv", Conv2d(inputs, outputs, kernel_size: 1, bias: false));
        }

        public override T Run<T>(IOps<T> ops, T x) => ops.AveragePool(ops.Apply(_conv, ops.Relu(ops.Apply(_norm, x))), kernel: 2, stride: 2);
    }
}
