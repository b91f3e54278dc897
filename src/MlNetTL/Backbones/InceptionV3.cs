using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetTL.Backbones;

/// <summary>Convolutions of several sizes side by side (Szegedy et al., 'Rethinking the Inception architecture for computer vision', 2016), with
/// torchvision's names and arithmetic. In training, a second head on what Mixed_6e gives has a loss of its own.</summary>
internal sealed class InceptionV3 : Backbone
{
    private const int PooledFeatures = 2048;
    private const string AuxiliaryName = "AuxLogits";
    private const int AuxiliaryStage = 3;
    private const int AuxiliarySize = 299; // The least side that leaves 5 x 5 values for the auxiliary head's 5 x 5 convolution.

    private readonly List<Block[]> _stages = [];
    private InceptionAuxiliary? _auxiliary;

    /// <summary>The rows of the table.</summary>
    /// <remarks>torchvision normalises by ImageNet's figures, and its <c>transform_input</c> undoes that within the network: x · (std / 0.5) +
    /// (mean - 0.5) / 0.5, which is (pixel - 0.5) / 0.5. Here the weights say so at once.</remarks>
    public static IReadOnlyList<BackboneDefinition> Rows { get; } =
    [
        new("inception_v3", (channels, outputs) => new InceptionV3(channels, outputs), PooledFeatures, DefaultSize: 299, MinimumSize: 75, 27_161_264,
            [WeightsDefinition.Torchvision("imagenet1k-v1", "inception_v3_google-0cc3c7bd", 77.294, new(342, 299), Preprocessing.MinusOneToOne), .. MedicalWeights.Of("inception_v3")]),
    ];

    public InceptionV3(int channels, int outputs) : base("inception_v3", channels, PooledFeatures)
    {
        _stages.Add([Plain("1a_3x3", channels, 32, 3, stride: 2), Plain("2a_3x3", 32, 32, 3), Plain("2b_3x3", 32, 64, 3, padded: true)]);
        _stages.Add([Plain("3b_1x1", 64, 80, 1), Plain("4a_3x3", 80, 192, 3)]);
        _stages.Add([Mixed("5b", 192, InceptionBranch.Small(32)), Mixed("5c", 256, InceptionBranch.Small(64)), Mixed("5d", 288, InceptionBranch.Small(64))]);
        _stages.Add([
            Mixed("6a", 288, InceptionBranch.SmallHalving), Mixed("6b", 768, InceptionBranch.Long(128)), Mixed("6c", 768, InceptionBranch.Long(160)),
            Mixed("6d", 768, InceptionBranch.Long(160)), Mixed("6e", 768, InceptionBranch.Long(192)),
        ]);
        _auxiliary = Child(AuxiliaryName, new InceptionAuxiliary(768));
        _stages.Add([Mixed("7a", 768, InceptionBranch.LongHalving), Mixed("7b", 1280, InceptionBranch.Forked), Mixed("7c", 2048, InceptionBranch.Forked)]);
        SetHead(new Top(outputs));
    }

    internal override string HeadName => "fc";

    internal override string FirstConvolution => "Conv2d_1a_3x3.conv.weight";

    internal override double AuxiliaryWeight => _auxiliary is null ? 0 : 0.4;

    private protected override double HeadDropout => 0.5;

    // Normal distributions cut off at ±2, as the authors' and torchvision's. Biases of linear layers keep PyTorch's default in torchvision too.
    private protected override InitializationRules Rules { get; } = new(
        (name, _) => Distribution.TruncatedNormal(name.StartsWith($"{AuxiliaryName}.conv1.", StringComparison.Ordinal) ? 0.01 : 0.1),
        (name, _) => Distribution.TruncatedNormal(name.StartsWith($"{AuxiliaryName}.fc.", StringComparison.Ordinal) ? 0.001 : 0.1));

    private protected override IReadOnlyList<IReadOnlyList<Module>> Body =>
        [.. _stages.Select((blocks, stage) => stage == AuxiliaryStage && _auxiliary is not null ? (Module[])[.. blocks, _auxiliary] : blocks)];

    internal override bool IsHead(string name) => base.IsHead(name) || name.StartsWith($"{AuxiliaryName}.fc.", StringComparison.Ordinal);

    internal override bool IsAuxiliary(string name) => name.StartsWith($"{AuxiliaryName}.", StringComparison.Ordinal);

    internal override T RunStage<T>(IOps<T> ops, int stage, T x)
    {
        foreach (var block in _stages[stage])
        {
            x = ops.Part([block], [x], inputs => block.Run(ops, inputs[0]));
        }
        return stage < 2 ? ops.MaxPool(x, kernel: 3, stride: 2) : x;
    }

    internal override (Tensor Logits, Tensor? Auxiliary) TrainingLogits(Tensor x)
    {
        if (_auxiliary is null) return base.TrainingLogits(x);
        using var scope = NewDisposeScope();
        var ops = new TorchOps(Noise, Recomputed);
        for (var stage = 0; stage <= AuxiliaryStage; stage++) x = RunStage(ops, stage, x);
        var auxiliary = _auxiliary.Run(ops, x);
        for (var stage = AuxiliaryStage + 1; stage < _stages.Count; stage++) x = RunStage(ops, stage, x);
        return (RunHead(ops, RunPool(ops, _stages.Count - 1, x)).MoveToOuterDisposeScope(), auxiliary.MoveToOuterDisposeScope());
    }

    internal override string? FitToImages(int height, int width)
    {
        if (_auxiliary is null || Math.Min(height, width) >= AuxiliarySize) return null;
        DropAuxiliary();
        return $"{Architecture} is trained without its auxiliary head, which needs images of at least {AuxiliarySize} x {AuxiliarySize} pixels. Received: {height} x {width}.";
    }

    internal override void DropAuxiliary()
    {
        if (_auxiliary is null) return;
        register_module(AuxiliaryName, null!);
        _auxiliary.Dispose();
        _auxiliary = null;
    }

    // The auxiliary head stays linear, as published, where the head gets hidden layers.
    private protected override void SetHead(Top top)
    {
        base.SetHead(top);
        _auxiliary?.SetOutputs(inputs => MakeOutputs(inputs, top));
    }

    private Block Plain(string name, int inputs, int outputs, int kernel, int stride = 1, bool padded = false) =>
        Child($"Conv2d_{name}", new InceptionConvolution(inputs, outputs, (kernel, kernel), stride, padded));

    private Block Mixed(string name, int inputs, IReadOnlyList<InceptionBranch> branches) => Child($"Mixed_{name}", new InceptionBlock(inputs, branches));
}
