namespace MlNetTL.Data;

/// <summary>The forms in which a data set gives labels.</summary>
[Flags]
public enum DatasetLabels
{
    /// <summary>None at all.</summary>
    None = 0,

    /// <summary>A column <c>Labels</c>: one slot for each observation, 1 present, 0 absent, -1 uncertain, NaN not mentioned.</summary>
    Observations = 1,

    /// <summary>A column <c>Label</c>: one class, as text.</summary>
    Classes = 2,
}
