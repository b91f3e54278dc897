namespace MlNetTL.Scoring;

/// <summary>What a model predicts.</summary>
public enum PredictionTask
{
    /// <summary>One yes or no: one logit.</summary>
    Binary,

    /// <summary>One of several classes: a softmax.</summary>
    Multiclass,

    /// <summary>Several labels at once, each yes or no: a sigmoid each.</summary>
    MultiLabel,

    /// <summary>One of several grades in order: a logit for each question 'above this grade?', or one number and cut points (<see cref="OrdinalMethod"/>).</summary>
    Ordinal,

    /// <summary>A number.</summary>
    Regression,
}
