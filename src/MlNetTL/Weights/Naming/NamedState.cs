namespace MlNetTL.Weights.Naming;

/// <summary>A checkpoint's names as the networks here have them.</summary>
/// <param name="Names">The names, in the given order.</param>
/// <param name="Naming">What the file's own naming was recognised as, or null where its names are plain.</param>
internal sealed record NamedState(IReadOnlyList<string> Names, string? Naming);
