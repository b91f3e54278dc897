namespace MlNetTL.Evaluation;

/// <summary>What the scores of several images of one study come to.</summary>
public enum ScoreAggregation
{
    /// <summary>The highest of each label, as CheXpert's validation has it (Irvin et al., 2019, section 3): a finding that one view shows is there. Not for classes, whose highest probabilities are none.</summary>
    Max,

    /// <summary>The mean of each label or class.</summary>
    Mean,
}
