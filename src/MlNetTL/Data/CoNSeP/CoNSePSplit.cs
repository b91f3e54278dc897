namespace MlNetTL.Data;

/// <summary>Which folder of CoNSeP to read.</summary>
public enum CoNSePSplit
{
    /// <summary><c>Train</c>: 27 tiles.</summary>
    Train,

    /// <summary><c>Test</c>: 14 tiles.</summary>
    Test,
}
