namespace MlNetTL.Experiments.Pipelines;

/// <summary>The optimiser.</summary>
/// <param name="Name">sgd (with momentum), adam, adamW or coolMomentum.</param>
/// <param name="Momentum">sgd only: the share of the last step that is kept, 0 to below 1.</param>
/// <param name="WeightDecay">The weight decay: L2 for sgd, adam and coolMomentum, decoupled for adamW.</param>
/// <param name="Nesterov">sgd only: whether the step looks ahead along the momentum (Nesterov's form, Sutskever et al., 2013).</param>
/// <param name="InitialMomentum">coolMomentum only: the momentum of the first step, above 0 and below 1; it falls to 0 over all epochs, which are run whatever 'training.patience'
/// says. Its authors' learning rate is 0.01, and its schedule is flat.</param>
/// <param name="Beta1">adam and adamW only: the decay of the mean of gradients, 0 to below 1. Absent: 0.9.</param>
/// <param name="Beta2">adam and adamW only: the decay of the mean of squared gradients, 0 to below 1. Absent: 0.999.</param>
/// <param name="Epsilon">adam and adamW only: what is added to the root of that mean, above 0. Absent: 1e-8.</param>
public sealed record OptimizerSettings(
    OptimizerKind Name = OptimizerKind.Adam, double Momentum = 0.9, double WeightDecay = 0, bool Nesterov = false, double InitialMomentum = 0.99,
    double? Beta1 = null, double? Beta2 = null, double? Epsilon = null)
{
    internal void Validate(ProblemList problems)
    {
        const string Path = "training.optimizer";
        problems.Require(Momentum is >= 0 and < 1, $"{Path}.momentum", "must be at least 0 and below 1", Momentum);
        problems.Require(WeightDecay >= 0, $"{Path}.weightDecay", "must be at least 0", WeightDecay);
        problems.Require(!Nesterov || Name == OptimizerKind.Sgd, $"{Path}.nesterov", "belongs to sgd only", Nesterov);
        problems.Require(!Nesterov || Momentum != 0, $"{Path}.momentum", "must lie above 0 where 'nesterov' is true", Momentum);
        problems.Require(InitialMomentum is > 0 and < 1, $"{Path}.initialMomentum", "must lie above 0 and below 1", InitialMomentum);
        ValidateMoments(Path, problems);
    }

    private void ValidateMoments(string path, ProblemList problems)
    {
        foreach (var (name, value) in new[] { ("beta1", Beta1), ("beta2", Beta2), ("epsilon", Epsilon) })
            problems.Require(value is null || Name is OptimizerKind.Adam or OptimizerKind.AdamW, $"{path}.{name}", "belongs to adam and adamW only", value);
        foreach (var (name, value) in new[] { ("beta1", Beta1), ("beta2", Beta2) })
            problems.Require(value is null or (>= 0 and < 1), $"{path}.{name}", "must be at least 0 and below 1", value);
        problems.Require(Epsilon is null or (> 0 and < double.PositiveInfinity), $"{path}.epsilon", "must lie above 0", Epsilon);
    }
}
