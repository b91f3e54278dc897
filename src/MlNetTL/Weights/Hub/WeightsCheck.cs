namespace MlNetTL.Weights;

/// <summary>What was found of a row of published weights.</summary>
/// <param name="Weights">The row.</param>
/// <param name="State">What is there.</param>
/// <param name="Path">Where the file is, or belongs.</param>
/// <param name="Bytes">The size of what is there.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hexadecimal; null where there is no whole file.</param>
/// <param name="Expected">The SHA-256, or the first digits of it, that it must have; null where nobody knows.</param>
/// <param name="Source">Where that is known from.</param>
public sealed record WeightsCheck(PublishedWeights Weights, WeightsState State, string Path, long Bytes, string? Sha256, string? Expected, HashSource Source);

/// <summary>What a pull or an import came to.</summary>
/// <param name="Outcome">What was done.</param>
/// <param name="Check">The file as it is now.</param>
/// <param name="NewlyRecorded">Whether the SHA-256 was unknown until now, and has been recorded.</param>
public sealed record WeightsArrival(WeightsOutcome Outcome, WeightsCheck Check, bool NewlyRecorded);

/// <summary>What a pull or an import did.</summary>
public enum WeightsOutcome
{
    /// <summary>The file was there and is as it should be.</summary>
    AlreadyThere,

    /// <summary>The file was put into the folder.</summary>
    Arrived,

    /// <summary>A damaged file was replaced.</summary>
    Replaced,
}
