namespace MlNetTL.Experiments.Pipelines;

/// <summary>The kind of a schedule of learning rates.</summary>
public enum ScheduleKind
{
    /// <summary>The rate stays as it is.</summary>
    Flat,

    /// <summary>It falls along half a cosine (Loshchilov and Hutter, 2017).</summary>
    Cosine,

    /// <summary>It falls evenly in ratio, step by step.</summary>
    Exponential,

    /// <summary>It falls suddenly at stated epochs.</summary>
    Steps,

    /// <summary>It falls suddenly where the validation metric stalls.</summary>
    Plateau,
}
