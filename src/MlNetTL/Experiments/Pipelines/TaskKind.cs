namespace MlNetTL.Experiments.Pipelines;

/// <summary>The kind of prediction.</summary>
public enum TaskKind
{
    /// <summary>One label, yes or no.</summary>
    Binary,

    /// <summary>One of several classes.</summary>
    Multiclass,

    /// <summary>Several labels at once.</summary>
    MultiLabel,

    /// <summary>One of several grades in order.</summary>
    Ordinal,

    /// <summary>A number.</summary>
    Regression,
}
