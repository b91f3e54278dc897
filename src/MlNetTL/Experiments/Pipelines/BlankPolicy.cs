namespace MlNetTL.Experiments.Pipelines;

/// <summary>What a label that is not mentioned is trained as.</summary>
public enum BlankPolicy
{
    /// <summary>Unknown: left out of loss and figures.</summary>
    Ignore,

    /// <summary>Absent.</summary>
    Negative,
}
