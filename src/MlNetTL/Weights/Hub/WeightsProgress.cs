namespace MlNetTL.Weights;

/// <summary>How far a download, a copy or a check of weights is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="FileName">The file.</param>
/// <param name="Done">Bytes so far, those of an earlier attempt among them.</param>
/// <param name="Total">All bytes; null where the server does not say.</param>
/// <param name="Remaining">The time left at the speed so far; null while nobody knows.</param>
public sealed record WeightsProgress(WeightsStage Stage, string FileName, long Done, long? Total, TimeSpan? Remaining);

/// <summary>What is being done with weights.</summary>
public enum WeightsStage
{
    /// <summary>They come from their publisher or a mirror.</summary>
    Downloading,

    /// <summary>They are copied into the weights folder.</summary>
    Copying,

    /// <summary>Their SHA-256 is computed.</summary>
    Checking,

    /// <summary>The connection was lost or refused, and is tried again.</summary>
    Waiting,
}
