namespace MlNetTL.Weights;

/// <summary>The SHA-256 that a file must have.</summary>
/// <param name="Start">Its digits, or the first of them; null where nobody knows.</param>
/// <param name="Source">Where it is known from.</param>
internal sealed record ExpectedHash(string? Start, HashSource Source)
{
    /// <summary>What a row's file must have: what the publisher says, or else what was recorded.</summary>
    public static ExpectedHash Of(PublishedWeights weights, string path) =>
        weights.Definition.Sha256 is { } published ? new(published, HashSource.Published)
        : RecordedHash.Read(path) is { } recorded ? new(recorded, HashSource.Recorded)
        : new(null, HashSource.Unknown);

    /// <summary>Whether a hash is this one; where nobody knows, every hash is.</summary>
    public bool Allows(string sha256) => Start is null || sha256.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>The error for another hash.</summary>
    public InvalidDataException Refusal(PublishedWeights weights, string what, string path, string sha256) => new(Source == HashSource.Published
        ? $"{what} is not {weights.Definition.FileName} as it was published: its SHA-256 must begin with {Start} and is {sha256}. It was not kept."
        : $"{what} is not the file whose SHA-256 was recorded in {RecordedHash.PathOf(path)}: that is {Start}, and this one's is {sha256}. It was not kept. "
            + "If its publisher has replaced it, delete the record and try again.");
}
