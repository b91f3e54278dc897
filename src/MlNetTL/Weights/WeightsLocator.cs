using System.Security.Cryptography;
using MlNetTL.Backbones;
using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>Finds the file of weights that are asked for by name or by path.</summary>
public static class WeightsLocator
{
    /// <summary>The name that means the first published weights of any network.</summary>
    public const string ImageNet = "imagenet";

    /// <summary>Finds weights for a network.</summary>
    /// <param name="backbone">The network's row.</param>
    /// <param name="nameOrPath">'imagenet', the name of a row of <see cref="BackboneDefinition.Weights"/>, or a file (with <c>#key</c> for one set of several).
    /// Named weights are looked for by their published file name in <see cref="Folders.Weights"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says which file to put where.</exception>
    /// <exception cref="InvalidDataException">The named file is not the published one, by its SHA-256.</exception>
    public static LocatedWeights Find(BackboneDefinition backbone, string nameOrPath)
    {
        if (Named(backbone, nameOrPath) is not { } row) return new(ExistingFile(backbone, nameOrPath), null);
        var path = Path.Combine(Folders.Weights, row.FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The weights '{nameOrPath}' of {backbone.Name} must lie at {path}. Get {row.Url} and put it there, or name the file by its path; "
                + "MLNETTL_WEIGHTS moves the folder.", path);
        using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return row.Sha256 is null || hash.StartsWith(row.Sha256, StringComparison.Ordinal)
            ? new(path, row)
            : throw new InvalidDataException($"{path} is not the published file: its SHA-256 must begin with {row.Sha256} and is {hash}. Get {row.Url} again.");
    }

    private static WeightsDefinition? Named(BackboneDefinition backbone, string name) =>
        name.Equals(ImageNet, StringComparison.OrdinalIgnoreCase)
            ? backbone.Weights is [var first, ..] ? first : null
            : backbone.Weights.FirstOrDefault(row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string ExistingFile(BackboneDefinition backbone, string path)
    {
        var file = !File.Exists(path) && path.LastIndexOf('#') is > 0 and var mark ? path[..mark] : path;
        if (File.Exists(file)) return path;
        string[] names = [ImageNet, .. backbone.Weights.Select(row => row.Name)];
        throw new FileNotFoundException($"Weights of {backbone.Name} must be one of {string.Join(", ", names)}, or an existing file. "
            + $"Received: '{path}'.{Suggestion.For(path, names)} Looked for: {Path.GetFullPath(file)}.", file);
    }
}
