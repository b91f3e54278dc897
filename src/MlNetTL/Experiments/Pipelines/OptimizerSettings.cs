namespace MlNetTL.Experiments.Pipelines;

/// <summary>The optimiser.</summary>
/// <param name="Name">sgd (with momentum), adam or adamW.</param>
/// <param name="Momentum">sgd only: the share of the last step that is kept, 0 to below 1.</param>
/// <param name="WeightDecay">The weight decay: L2 for sgd and adam, decoupled for adamW.</param>
public sealed record OptimizerSettings(OptimizerKind Name = OptimizerKind.Adam, double Momentum = 0.9, double WeightDecay = 0);
