namespace MlNetTL.Experiments.Pipelines;

/// <summary>The optimiser.</summary>
/// <param name="Name">sgd (with momentum), adam, adamW or coolMomentum.</param>
/// <param name="Momentum">sgd only: the share of the last step that is kept, 0 to below 1.</param>
/// <param name="WeightDecay">The weight decay: L2 for sgd, adam and coolMomentum, decoupled for adamW.</param>
/// <param name="Nesterov">sgd only: whether the step looks ahead along the momentum (Nesterov's form, Sutskever et al., 2013).</param>
/// <param name="InitialMomentum">coolMomentum only: the momentum of the first step, above 0 and below 1; it falls to 0 over all epochs, which are run whatever 'training.patience'
/// says. Its authors' learning rate is 0.01, and its schedule is flat.</param>
public sealed record OptimizerSettings(
    OptimizerKind Name = OptimizerKind.Adam, double Momentum = 0.9, double WeightDecay = 0, bool Nesterov = false, double InitialMomentum = 0.99)
{
    internal void Validate(ProblemList problems)
    {
        const string Path = "training.optimizer";
        problems.Require(Momentum is >= 0 and < 1, $"{Path}.momentum", "must be at least 0 and below 1", Momentum);
        problems.Require(WeightDecay >= 0, $"{Path}.weightDecay", "must be at least 0", WeightDecay);
        problems.Require(!Nesterov || Name == OptimizerKind.Sgd, $"{Path}.nesterov", "belongs to sgd only", Nesterov);
        problems.Require(!Nesterov || Momentum != 0, $"{Path}.momentum", "must lie above 0 where 'nesterov' is true", Momentum);
        problems.Require(InitialMomentum is > 0 and < 1, $"{Path}.initialMomentum", "must lie above 0 and below 1", InitialMomentum);
    }
}
