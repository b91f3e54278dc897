namespace MlNetTL.Data;

/// <summary>Which labels the patches of BigEarthNet get.</summary>
public enum BigEarthNetClasses
{
    /// <summary>The nineteen classes that Sentinel-2 can tell apart: <see cref="BigEarthNetLabels.Nineteen"/>.</summary>
    Nineteen,

    /// <summary>CORINE's classes, as version 1 has them: <see cref="BigEarthNetLabels.FortyThree"/>.</summary>
    FortyThree,
}
