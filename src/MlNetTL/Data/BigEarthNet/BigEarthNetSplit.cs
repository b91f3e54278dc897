namespace MlNetTL.Data;

/// <summary>Which patches of BigEarthNet to read.</summary>
public enum BigEarthNetSplit
{
    /// <summary>All patches of the folder.</summary>
    All,

    /// <summary>Those to train on: <c>train.csv</c> of version 1, <c>train</c> of version 2's metadata.</summary>
    Train,

    /// <summary>Those to choose the best epoch by: <c>val.csv</c> of version 1, <c>validation</c> of version 2's metadata.</summary>
    Validation,

    /// <summary>Those to read once, at the end: <c>test.csv</c> of version 1, <c>test</c> of version 2's metadata.</summary>
    Test,
}
