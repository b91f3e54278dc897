using TorchSharp;
using TorchSharp.Modules;

namespace MlNetTL.Training.Optimizers;

/// <summary>Stochastic gradient descent with momentum: v = momentum · v + g; w = w - lr · v (PyTorch's form of Sutskever et al. 2013).</summary>
/// <param name="Momentum">In [0, 1).</param>
/// <param name="WeightDecay">L2: added to the gradient as WeightDecay · w.</param>
/// <param name="Nesterov">Uses g + momentum · v as the step.</param>
public sealed record Sgd(double Momentum = 0.9, double WeightDecay = 0, bool Nesterov = false) : OptimizerOptions(WeightDecay)
{
    internal override int Moments => Momentum > 0 ? 1 : 0;

    internal override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems()) yield return problem;
        if (Momentum is not (>= 0 and < 1)) yield return $"Momentum must be at least 0 and below 1. Received: {Momentum}.";
        if (Nesterov && Momentum == 0) yield return "Nesterov needs a Momentum above 0. Received: 0.";
    }

    internal override torch.optim.Optimizer Create(IEnumerable<ParameterGroup> groups, long totalSteps) => torch.optim.SGD(groups.Select(Group), learningRate: 0);

    internal override ParamGroup Of(ParameterGroup group) => Group(group);

    private SGD.ParamGroup Group(ParameterGroup group) => new(group.Parameters, group.LearningRate, Momentum, weight_decay: WeightDecay, nesterov: Nesterov);
}
