using TorchSharp;
using TorchSharp.Modules;

namespace MlNetTL.Training.Optimizers;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1), with weight decay as L2 in the gradient.</summary>
/// <param name="Beta1">Decay of the mean of gradients, in [0, 1).</param>
/// <param name="Beta2">Decay of the mean of squared gradients, in [0, 1).</param>
/// <param name="Epsilon">Added to the root of the second moment; above 0.</param>
/// <param name="WeightDecay">Added to the gradient as WeightDecay · w.</param>
public sealed record Adam(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0) : OptimizerOptions(WeightDecay)
{
    internal override int Moments => 2;

    internal override IEnumerable<string> Problems() => base.Problems().Concat(MomentProblems(Beta1, Beta2, Epsilon));

    internal override torch.optim.Optimizer Create(IEnumerable<ParameterGroup> groups, long totalSteps) => torch.optim.Adam(groups.Select(Group));

    internal override ParamGroup Of(ParameterGroup group) => Group(group);

    private TorchSharp.Modules.Adam.ParamGroup Group(ParameterGroup group) => new(group.Parameters, group.LearningRate, Beta1, Beta2, Epsilon, WeightDecay);

    internal static IEnumerable<string> MomentProblems(double beta1, double beta2, double epsilon)
    {
        if (beta1 is not (>= 0 and < 1)) yield return $"Beta1 must be at least 0 and below 1. Received: {beta1}.";
        if (beta2 is not (>= 0 and < 1)) yield return $"Beta2 must be at least 0 and below 1. Received: {beta2}.";
        if (!(epsilon > 0)) yield return $"Epsilon must be above 0. Received: {epsilon}.";
    }
}
