namespace MlNetTL.Experiments.Pipelines;

/// <summary>What follows each hidden layer of the top.</summary>
public enum TopActivationKind
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · Φ(x), with Φ the normal distribution function.</summary>
    Gelu,

    /// <summary>x · sigmoid(x).</summary>
    Silu,

    /// <summary>Nothing.</summary>
    None,
}
