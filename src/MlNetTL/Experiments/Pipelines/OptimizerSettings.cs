namespace MlNetTL.Experiments.Pipelines;

/// <summary>The optimiser.</summary>
/// <param name="Name">sgd (with momentum), adam, adamW or coolMomentum.</param>
/// <param name="Momentum">sgd only: the share of the last step that is kept, 0 to below 1. Absent: 0.9.</param>
/// <param name="WeightDecay">The weight decay: L2 for sgd, adam and coolMomentum, decoupled for adamW.</param>
/// <param name="Nesterov">sgd only: whether the step looks ahead along the momentum (Nesterov's form, Sutskever et al., 2013). Absent: false.</param>
/// <param name="InitialMomentum">coolMomentum only: the momentum of the first step, above 0 and below 1; it falls to 0 over all epochs, which are run whatever 'training.patience'
/// says. Its authors' learning rate is 0.01, and its schedule is flat. Absent: 0.99.</param>
/// <param name="Beta1">adam and adamW only: the decay of the mean of gradients, 0 to below 1. Absent: 0.9.</param>
/// <param name="Beta2">adam and adamW only: the decay of the mean of squared gradients, 0 to below 1. Absent: 0.999.</param>
/// <param name="Epsilon">adam and adamW only: what is added to the root of that mean, above 0. Absent: 1e-8.</param>
public sealed record OptimizerSettings(
    OptimizerKind Name = OptimizerKind.Adam, double? Momentum = null, double WeightDecay = 0, bool? Nesterov = null, double? InitialMomentum = null,
    double? Beta1 = null, double? Beta2 = null, double? Epsilon = null)
{
    private static readonly OptimizerKind[] s_sgd = [OptimizerKind.Sgd], s_cool = [OptimizerKind.CoolMomentum], s_adam = [OptimizerKind.Adam, OptimizerKind.AdamW];

    /// <param name="isNamed">Whether it is known which optimiser it will be: a rule may yet choose it, and numbers of its own may be stated.</param>
    /// <param name="problems">Takes what does not hold.</param>
    internal void Validate(bool isNamed, ProblemList problems)
    {
        const string Path = "training.optimizer", Share = "must be at least 0 and below 1";
        foreach (var (name, value, owners, holds, range) in new (string, object?, OptimizerKind[], bool, string)[]
        {
            ("momentum", Momentum, s_sgd, Momentum is null or (>= 0 and < 1), Share),
            ("nesterov", Nesterov, s_sgd, true, ""),
            ("initialMomentum", InitialMomentum, s_cool, InitialMomentum is null or (> 0 and < 1), "must lie above 0 and below 1"),
            ("beta1", Beta1, s_adam, Beta1 is null or (>= 0 and < 1), Share),
            ("beta2", Beta2, s_adam, Beta2 is null or (>= 0 and < 1), Share),
            ("epsilon", Epsilon, s_adam, Epsilon is null or (> 0 and < double.PositiveInfinity), "must lie above 0"),
        })
            if (value is not null && isNamed && !owners.Contains(Name))
                problems.Require(false, $"{Path}.{name}", $"belongs to {string.Join(" and ", owners.Select(owner => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{owner}")))} only", value);
            else problems.Require(holds, $"{Path}.{name}", range, value);
        problems.Require(WeightDecay >= 0, $"{Path}.weightDecay", "must be at least 0", WeightDecay);
        problems.Require(Nesterov != true || Momentum != 0, $"{Path}.momentum", "must lie above 0 where 'nesterov' is true", Momentum);
    }
}
