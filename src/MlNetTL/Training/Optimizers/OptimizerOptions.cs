using TorchSharp;
using TorchSharp.Modules;

namespace MlNetTL.Training.Optimizers;

/// <summary>The settings of an optimiser other than its learning rate.</summary>
/// <param name="WeightDecay">The factor of the weights that is added to the gradient (SGD, Adam) or taken off the weights (AdamW). 0 or more.</param>
public abstract record OptimizerOptions(double WeightDecay)
{
    /// <summary>How many values it keeps for each parameter from step to step.</summary>
    internal abstract int Moments { get; }

    /// <summary>Whether its rule spans a stated number of steps, so that a fit must not end before.</summary>
    internal virtual bool RunsAllSteps => false;

    /// <summary>What does not hold, a sentence each.</summary>
    internal virtual IEnumerable<string> Problems()
    {
        if (!(WeightDecay >= 0) || double.IsInfinity(WeightDecay)) yield return $"WeightDecay must be at least 0 and finite. Received: {WeightDecay}.";
    }

    /// <summary>Makes the optimiser of some parameters, each group with its own learning rate.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="totalSteps">The steps of the whole fit, for a rule that hangs on them.</param>
    internal abstract torch.optim.Optimizer Create(IEnumerable<ParameterGroup> groups, long totalSteps);

    /// <summary>The same settings for a group that joins an optimiser later, by <c>add_param_group</c>. Its moments begin at 0.</summary>
    internal abstract ParamGroup Of(ParameterGroup group);
}
