using MlNetTL.Backbones;
using MlNetTL.Training.Optimizers;
using OptimizerHelper = TorchSharp.Modules.OptimizerHelper;
using Parameter = TorchSharp.Modules.Parameter;

namespace MlNetTL.Training;

/// <summary>Freezes the stages of a network and lets them join its optimiser as a plan says.</summary>
/// <remarks>A frozen stage stays as it is: it gets no gradient, so that no optimiser touches it, not even to decay its weights; and it is in eval(), or its
/// batch-norm statistics would drift. One that joins later begins with fresh moments; the others keep theirs.</remarks>
internal sealed class TrainedStages : IDisposable
{
    private readonly Backbone _network;
    private readonly StagePlan _plan;
    private readonly OptimizerOptions _settings;
    // The stage of each group of the optimiser.
    private readonly List<int> _groups = [];
    private int _first;

    /// <summary>Freezes what the first epoch leaves alone, and makes the optimiser of the rest.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">Which stages train when.</param>
    /// <param name="settings">The optimiser.</param>
    /// <param name="totalSteps">The steps of the whole fit.</param>
    public TrainedStages(Backbone network, StagePlan plan, OptimizerOptions settings, long totalSteps)
    {
        (_network, _plan, _settings, _first) = (network, plan, settings, plan.FirstIn(1));
        foreach (var stage in network.Stages.Take(_first))
            foreach (Parameter parameter in ParametersOf(stage)) parameter.requires_grad = false;
        Optimizer = (OptimizerHelper)settings.Create([.. Enumerable.Range(_first, Backbone.StageNames.Count - _first).Select(stage => GroupOf(stage, epoch: 1))], totalSteps);
        FindClipped();
    }

    /// <summary>The optimiser of what trains.</summary>
    public OptimizerHelper Optimizer { get; }

    /// <summary>The head's learning rate in the step at hand.</summary>
    public double HeadRate => Optimizer.ParamGroups.Zip(_groups).First(pair => pair.Second == Backbone.StageNames.Count - 1).First.LearningRate;

    /// <summary>Whether the part that training alone uses trains. Frozen, its loss would be a number that nothing can change.</summary>
    public bool TrainsAuxiliary { get; private set; }

    /// <summary>All that trains.</summary>
    public IReadOnlyList<Parameter> Trained { get; private set; } = [];

    /// <summary>What adaptive gradient clipping is for: all that trains but the head.</summary>
    public IReadOnlyList<Parameter> Clipped { get; private set; } = [];

    /// <summary>Lets the stages of an epoch join, and freezes those that it leaves alone.</summary>
    public void Join(int epoch)
    {
        var first = _plan.FirstIn(epoch);
        if (first == _first) return;
        for (var stage = _first - 1; stage >= first; stage--) Optimizer.add_param_group(_settings.Of(GroupOf(stage, epoch)));
        TrainFrom(first);
    }

    /// <summary>Gives what an epoch trains its gradients, and the optimiser nothing, so that a pass of that epoch can be measured. Disposing the loan freezes again what was frozen.</summary>
    public Loan LendGradientsOf(int epoch)
    {
        var loan = new Loan(this, _first);
        TrainFrom(_plan.FirstIn(epoch));
        return loan;
    }

    /// <summary>Puts the network into training, all but its frozen stages.</summary>
    public void EnterTraining()
    {
        _network.train();
        foreach (var module in _network.Stages.Take(_first).SelectMany(stage => stage.Modules)) module.eval();
    }

    /// <summary>Sets the rate of each group to so many times its own in an epoch.</summary>
    public void ScaleRates(int epoch, double factor)
    {
        foreach (var (group, stage) in Optimizer.ParamGroups.Zip(_groups)) group.LearningRate = _plan.LearningRateOf(epoch, stage) * factor;
    }

    public void Dispose() => Optimizer.Dispose();

    private ParameterGroup GroupOf(int stage, int epoch)
    {
        _groups.Add(stage);
        return new(ParametersOf(_network.Stages[stage]), _plan.LearningRateOf(epoch, stage));
    }

    private void TrainFrom(int first)
    {
        for (var stage = _first; stage < first; stage++)
            // Without a gradient no optimiser touches them.
            foreach (var parameter in ParametersOf(_network.Stages[stage])) (parameter.requires_grad, parameter.grad) = (false, null);
        for (var stage = first; stage < _first; stage++)
            foreach (var parameter in ParametersOf(_network.Stages[stage])) parameter.requires_grad = true;
        _first = first;
        FindClipped();
    }

    private static List<Parameter> ParametersOf(BackboneStage stage) => [.. stage.Modules.SelectMany(module => module.parameters())];

    private void FindClipped()
    {
        var trained = _network.named_parameters().Where(pair => pair.parameter.requires_grad).ToList();
        TrainsAuxiliary = trained.Any(pair => _network.IsAuxiliary(pair.name));
        Trained = [.. trained.Select(pair => pair.parameter)];
        Clipped = [.. trained.Where(pair => !_network.IsHead(pair.name)).Select(pair => pair.parameter)];
    }

    /// <summary>The time in which more has gradients than the epoch at hand trains.</summary>
    public sealed class Loan(TrainedStages stages, int first) : IDisposable
    {
        public void Dispose() => stages.TrainFrom(first);
    }
}
