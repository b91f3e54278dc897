namespace MlNetTL.Weights;

/// <summary>Finds out which of the published files a file is.</summary>
internal static class WeightsRecognition
{
    /// <summary>The row whose SHA-256 a file has, or else whose name, and where no hash is published whose content.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static PublishedWeights Of(string file, string sha256)
    {
        var named = ByName(file);
        return PublishedWeights.All.FirstOrDefault(row => row.Definition.Sha256 is { } start && sha256.StartsWith(start, StringComparison.Ordinal))
            ?? (named is not null && (named.Definition.Sha256 is not null || PublishedContent.Agrees(named.Backbone, named.Definition, file)) ? named : null)
            ?? throw new ArgumentException($"{file} is none of the published files, {Why(named)} ({sha256}). A file of your own needs no import: name it "
                + $"by its path wherever weights are named, such as 'mlnettl train <pipeline> --weights {Path.GetFullPath(file)}'. Where it is a published file under another name whose SHA-256 nobody "
                + "knows, say which: --as backbone:name ('mlnettl weights list' has the names).");
    }

    private static string Why(PublishedWeights? named) => named is null
        ? "neither by its name nor by its SHA-256"
        : $"as what is in it cannot be {named.Reference}, whose name it has, by neither its tensors nor its SHA-256";

    /// <summary>The row whose file is called as a file is; null where there is none.</summary>
    public static PublishedWeights? ByName(string file) =>
        PublishedWeights.All.FirstOrDefault(row => row.Definition.FileName.Equals(Path.GetFileName(file), StringComparison.OrdinalIgnoreCase));
}
