namespace MlNetTL.Experiments.Pipelines;

/// <summary>The numbers that training computes in.</summary>
public enum PrecisionKind
{
    /// <summary>float32.</summary>
    Float32,

    /// <summary>Convolutions and linear layers in bfloat16, all else in float32.</summary>
    Bfloat16,

    /// <summary>The faster of both on this machine.</summary>
    Auto,
}
