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
}
