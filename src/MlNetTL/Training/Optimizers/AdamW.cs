using TorchSharp;
using TorchSharp.Modules;

namespace MlNetTL.Training.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): w is first multiplied by 1 - lr · WeightDecay.</summary>
/// <param name="Beta1">Decay of the mean of gradients, in [0, 1).</param>
/// <param name="Beta2">Decay of the mean of squared gradients, in [0, 1).</param>
/// <param name="Epsilon">Added to the root of the second moment; above 0.</param>
/// <param name="WeightDecay">The decoupled decay.</param>
public sealed record AdamW(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.01) : OptimizerOptions(WeightDecay)
{
    internal override int Moments => 2;

    internal override IEnumerable<string> Problems() => base.Problems().Concat(Adam.MomentProblems(Beta1, Beta2, Epsilon));

    internal override torch.optim.Optimizer Create(IEnumerable<ParameterGroup> groups, long totalSteps) => torch.optim.AdamW(groups.Select(Group));

    internal override ParamGroup Of(ParameterGroup group) => Group(group);

    private TorchSharp.Modules.AdamW.ParamGroup Group(ParameterGroup group) => new(group.Parameters, group.LearningRate, Beta1, Beta2, Epsilon, WeightDecay);
}
