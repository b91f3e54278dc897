namespace MlNetTL.Experiments.Pipelines;

/// <summary>What fills in the training settings that a pipeline file leaves out.</summary>
public enum TrainingRuleKind
{
    /// <summary>Fixed defaults, the same for any data.</summary>
    None,

    /// <summary>The rule by the number of training images.</summary>
    DataSize,

    /// <summary>Big Transfer's HyperRule (Kolesnikov et al., 2020).</summary>
    HyperRule,
}
