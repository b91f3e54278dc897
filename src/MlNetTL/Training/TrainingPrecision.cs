namespace MlNetTL.Training;

/// <summary>The numbers that training computes in. Weights, their gradients, the optimiser, batch-norm statistics and the loss are float32 whatever it is.</summary>
public enum TrainingPrecision
{
    /// <summary>float32.</summary>
    Float32,

    /// <summary>Convolutions and linear layers in bfloat16, which has float32's range and 8 bits of precision (mixed precision, Micikevicius et al., 2018; with bfloat16's range no loss
    /// needs to be scaled, Kalamkar et al., 2019).</summary>
    BFloat16,

    /// <summary>The faster of both on this machine, measured on a batch before the first step and logged with its figures.</summary>
    Auto,
}
