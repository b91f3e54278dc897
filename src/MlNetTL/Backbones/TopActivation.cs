namespace MlNetTL.Backbones;

/// <summary>What follows each hidden layer of a head.</summary>
public enum TopActivation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel, 2016).</summary>
    Gelu,

    /// <summary>x · sigmoid(x) (Elfwing et al., 2018).</summary>
    Silu,

    /// <summary>Nothing: the layers are linear, and all of them together no more than one.</summary>
    None,
}
