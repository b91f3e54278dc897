using MlNetTL.Backbones;

namespace MlNetTL.Weights;

/// <summary>Weights that were found as a file.</summary>
/// <param name="Path">The file, for <see cref="Checkpoint.Open"/>.</param>
/// <param name="Definition">The row of the table that it was named by, or null for a file of one's own.</param>
/// <param name="Model">What a model's zip says of its network; null for other files.</param>
public sealed record LocatedWeights(string Path, WeightsDefinition? Definition, ModelWeights? Model = null)
{
    /// <summary>The normalisation that the weights were trained with; null where nothing tells, as for a checkpoint of one's own.</summary>
    public Preprocessing? Preprocessing => Definition?.Preprocessing ?? Model?.Preprocessing;

    /// <summary>The file's SHA-256 in lower-case hexadecimal. It is read for it once, as long as it does not change.</summary>
    public string Sha256 => KnownHash.Of(FileOf(Path));

    /// <summary>The file of a path that may end in <c>#key</c>.</summary>
    internal static string FileOf(string path) => !File.Exists(path) && path.LastIndexOf('#') is > 0 and var mark ? path[..mark] : path;
}
