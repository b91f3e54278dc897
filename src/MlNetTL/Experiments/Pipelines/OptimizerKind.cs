namespace MlNetTL.Experiments.Pipelines;

/// <summary>The kind of an optimiser.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Adam (Kingma and Ba, 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,

    /// <summary>Momentum that falls to 0 over all steps (Borysenko and Byshkin, 2021).</summary>
    CoolMomentum,
}
