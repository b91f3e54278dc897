namespace MlNetTL.Weights;

/// <summary>What is in the weights folder of a row of published weights.</summary>
public enum WeightsState
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>The beginning of it: a pull goes on from there.</summary>
    Partial,

    /// <summary>The file, and its SHA-256 is as it should be, or nobody knows how it should be.</summary>
    Present,

    /// <summary>A file whose SHA-256 is another one.</summary>
    Damaged,
}

/// <summary>Where the SHA-256 that a file must have is known from.</summary>
public enum HashSource
{
    /// <summary>Nobody has said it yet.</summary>
    Unknown,

    /// <summary>It was recorded beside the file when it was first pulled or imported.</summary>
    Recorded,

    /// <summary>The publisher gives it, or its first digits.</summary>
    Published,
}
