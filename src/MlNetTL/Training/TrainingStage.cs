namespace MlNetTL.Training;

/// <summary>What a fit is doing.</summary>
public enum TrainingStage
{
    /// <summary>Decoding images that the store does not hold yet.</summary>
    Decoding,

    /// <summary>Training steps.</summary>
    Training,

    /// <summary>Scoring the validation rows.</summary>
    Validating,
}
