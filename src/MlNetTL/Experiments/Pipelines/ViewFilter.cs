namespace MlNetTL.Experiments.Pipelines;

/// <summary>Which views of the chest are used.</summary>
public enum ViewFilter
{
    /// <summary>Frontal and lateral images.</summary>
    All,

    /// <summary>Frontal images.</summary>
    Frontal,

    /// <summary>Lateral images.</summary>
    Lateral,
}
