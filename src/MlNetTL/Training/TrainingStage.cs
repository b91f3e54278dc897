namespace MlNetTL.Training;

/// <summary>What a fit is doing.</summary>
public enum TrainingStage
{
    /// <summary>Decoding images that the store does not hold yet.</summary>
    Decoding,

    /// <summary>Running the frozen part of the network over all rows, once, where the head alone is trained.</summary>
    Featurizing,

    /// <summary>Training steps.</summary>
    Training,

    /// <summary>Scoring the validation rows.</summary>
    Validating,
}
