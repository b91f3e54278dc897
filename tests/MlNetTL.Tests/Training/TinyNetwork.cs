using MlNetTL.Backbones;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

/// <summary>A network of a few numbers with all that training has to look after: batch normalisation, stochastic depth, dropout before the head, and an auxiliary
/// head on stage 3.</summary>
internal sealed class TinyNetwork : Backbone
{
    private readonly List<Conv2d> _convolutions = [];
    private readonly BatchNorm2d _norm;
    private Linear? _auxiliary;

    public TinyNetwork(bool drops = true, bool normalises = true) : base("tiny", channels: 1, featureCount: 4)
    {
        (Drops, Normalises) = (drops, normalises);
        for (var stage = 0; stage < 5; stage++) _convolutions.Add(Child($"conv{stage}", nn.Conv2d(stage == 0 ? 1 : 4, 4, 3, padding: 1)));
        _norm = Child("norm", nn.BatchNorm2d(4));
        _auxiliary = Child("auxiliary", nn.Linear(4, 1));
        SetHead(new Top(1));
        Initialize(seed: 5);
    }

    /// <summary>What the noise was in each training step.</summary>
    public List<DropNoise?> Seen { get; } = [];

    /// <summary>Whether the stem had gradients in each training step.</summary>
    public List<bool> StemTrained { get; } = [];

    /// <summary>Called in each pass.</summary>
    public Action? Running { get; set; }

    private bool Drops { get; }

    private bool Normalises { get; }

    internal override string HeadName => "fc";

    internal override string FirstConvolution => "conv0.weight";

    internal override double AuxiliaryWeight => _auxiliary is null ? 0 : 0.4;

    private protected override double HeadDropout => Drops ? 0.5 : 0;

    private protected override IReadOnlyList<IReadOnlyList<nn.Module>> Body =>
        [[_convolutions[0]], [_convolutions[1], _norm], [_convolutions[2]], _auxiliary is null ? [_convolutions[3]] : [_convolutions[3], _auxiliary], [_convolutions[4]]];

    internal override bool IsAuxiliary(string name) => name.StartsWith("auxiliary.", StringComparison.Ordinal);

    internal override T RunStage<T>(IOps<T> ops, int stage, T x)
    {
        if (stage == 0 && training)
        {
            Seen.Add(Noise);
            StemTrained.Add(_convolutions[0].weight!.requires_grad);
        }
        Running?.Invoke();
        x = ops.Apply(_convolutions[stage], x);
        if (stage == 1 && Normalises) x = ops.Apply(_norm, x);
        if (stage == 4 && Drops && _convolutions[4].training) x = ops.DropPath(x, 0.25);
        return ops.Relu(x);
    }

    internal override (Tensor Logits, Tensor? Auxiliary) TrainingLogits(Tensor x)
    {
        if (_auxiliary is null) return base.TrainingLogits(x);
        var ops = new TorchOps(Noise);
        for (var stage = 0; stage < 4; stage++) x = RunStage(ops, stage, x);
        var auxiliary = _auxiliary.call(RunPool(ops, 3, x));
        return (RunHead(ops, RunPool(ops, 4, RunStage(ops, 4, x))), auxiliary);
    }

    internal override void DropAuxiliary()
    {
        if (_auxiliary is null) return;
        register_module("auxiliary", null!);
        _auxiliary.Dispose();
        _auxiliary = null;
    }
}
