using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Training.Optimizers;

/// <summary>Takes the steps of <see cref="CoolMomentum"/>.</summary>
internal sealed class CoolMomentumSteps : OptimizerHelper
{
    private readonly CoolMomentum _settings;
    private readonly long _totalSteps;
    private readonly List<Tensor> _velocities = [];

    /// <summary>Begins at step 0 with velocities of 0.</summary>
    /// <param name="groups">The parameters, each group with its own learning rate.</param>
    /// <param name="settings">The initial momentum and the weight decay.</param>
    /// <param name="totalSteps">S: the momentum is 0 from this step on.</param>
    public CoolMomentumSteps(IEnumerable<ParamGroup> groups, CoolMomentum settings, long totalSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        (_settings, _totalSteps, _parameter_groups) = (settings, totalSteps, new List<ParamGroup>());
        foreach (var group in groups) add_param_group(group);
    }

    /// <summary>n: the steps that were taken.</summary>
    public long StepsTaken { get; set; }

    /// <summary>v, in the order of the parameters.</summary>
    public IReadOnlyList<Tensor> Velocities => _velocities;

    public override void add_param_group(ParamGroup param_group)
    {
        using var quiet = no_grad();
        _parameter_groups.Add(param_group);
        foreach (var parameter in param_group.Parameters) _velocities.Add(zeros_like(parameter).DetachFromDisposeScope());
    }

    public override Tensor step(Func<Tensor>? closure = null)
    {
        var loss = closure?.Invoke();
        using var quiet = no_grad();
        var momentum = _settings.MomentumAt(StepsTaken, _totalSteps);
        var next = 0;
        foreach (var group in _parameter_groups)
            foreach (var parameter in group.Parameters)
                Move(parameter, _velocities[next++], momentum, group.LearningRate);
        StepsTaken++;
        return loss!;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        foreach (var velocity in _velocities) velocity.Dispose();
        _velocities.Clear();
    }

    private void Move(Parameter parameter, Tensor velocity, double momentum, double rate)
    {
        using var scope = NewDisposeScope();
        if (parameter.grad is not { } gradient) return;
        if (_settings.WeightDecay != 0) gradient = gradient.add(parameter, alpha: _settings.WeightDecay);
        velocity.mul_(momentum).add_(gradient, alpha: -rate * (1 + momentum) / 2);
        parameter.add_(velocity);
    }
}
