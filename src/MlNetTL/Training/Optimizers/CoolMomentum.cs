using TorchSharp;
using TorchSharp.Modules;

namespace MlNetTL.Training.Optimizers;

/// <summary>CoolMomentum (Borysenko and Byshkin, 'CoolMomentum: a method for stochastic optimization by Langevin dynamics with simulated annealing', 2021): momentum that
/// falls to 0 over the fit, as a system cools. Of S steps, step n has the momentum ρ(n) = max(0, 1 - (1 - ρ(0)) / αⁿ) with α = (1 - ρ(0)) to the power of 1 / S;
/// v = ρ(n) · v - lr · (1 + ρ(n)) / 2 · g; w = w + v.</summary>
/// <remarks>S is the number of epochs times the steps of one, so that it must be the real run: all epochs are run, whatever <see cref="ImageTransferLearningTrainer.Options.Patience"/> says,
/// and the best one is kept. The authors hold the learning rate still, at 0.01; a schedule multiplies it. A stage that joins later begins at velocity 0 and at the momentum of that step.</remarks>
/// <param name="InitialMomentum">ρ(0); above 0 and below 1.</param>
/// <param name="WeightDecay">L2: added to the gradient as WeightDecay · w.</param>
public sealed record CoolMomentum(double InitialMomentum = 0.99, double WeightDecay = 0) : OptimizerOptions(WeightDecay)
{
    internal override int Moments => 1;

    internal override bool RunsAllSteps => true;

    internal override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems()) yield return problem;
        if (InitialMomentum is not (> 0 and < 1)) yield return $"InitialMomentum must be above 0 and below 1. Received: {InitialMomentum}.";
    }

    internal override torch.optim.Optimizer Create(IEnumerable<ParameterGroup> groups, long totalSteps) => new CoolMomentumSteps(groups.Select(Of), this, totalSteps);

    internal override ParamGroup Of(ParameterGroup group) =>
        new() { Parameters = group.Parameters, Options = new TorchSharp.Modules.OptimizerOptions { LearningRate = group.LearningRate, InitialLearningRate = group.LearningRate } };

    /// <summary>ρ(n).</summary>
    internal double MomentumAt(long step, long totalSteps) => Math.Max(0, 1 - Math.Pow(1 - InitialMomentum, 1 - (double)step / totalSteps));
}
