namespace MlNetTL.Evaluation;

/// <summary>What the scores of several images of one study come to.</summary>
public enum ScoreAggregation
{
    /// <summary>The highest of each label, as CheXpert's validation has it (Irvin et al., 2019, section 3): a finding that one view shows is there. Of grades in order, how likely the study is
    /// above each. Not for other classes, whose highest probabilities are none.</summary>
    Max,

    /// <summary>The mean of each label or class, or of a number.</summary>
    Mean,
}
