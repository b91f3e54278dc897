using MlNetTL.Backbones;

namespace MlNetTL.Weights;

/// <summary>Loads pretrained weights into a network.</summary>
/// <param name="Name">The name or file of the weights, as it was asked for.</param>
/// <param name="Sha256">The hash of the file.</param>
/// <param name="Preprocessing">The normalisation that belongs to them; null where nothing tells.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Definition">What their publisher says of them; null for a file of one's own.</param>
/// <param name="Report">What was loaded, adapted and left new.</param>
/// <param name="Origin">For a trained model's weights those that it started from in turn.</param>
internal sealed record PretrainedWeights(
    string Name, string Sha256, Preprocessing? Preprocessing, string FileName, WeightsDefinition? Definition, FitReport Report, WeightsOrigin? Origin = null)
{
    /// <summary>The name without the folders of this machine, which are nobody's business in a model that travels.</summary>
    public string ShortName => Definition?.Name ?? FileName;

    /// <summary>The name or the file as it was asked for, without folders.</summary>
    public string GivenName => Path.GetFileName(Path.TrimEndingDirectorySeparator(Name));

    /// <summary>Loads the weights that a name or path stands for. The head keeps its fresh values where its shape differs.</summary>
    /// <param name="network">A network with the values of a fresh start.</param>
    /// <param name="definition">Its row.</param>
    /// <param name="nameOrPath">As for <see cref="WeightsLocator.Find"/>.</param>
    /// <param name="info">Takes a line for the log.</param>
    /// <param name="use">What is taken.</param>
    /// <param name="seed">Decides what is drawn by mean and variance.</param>
    public static PretrainedWeights Load(
        Backbone network, BackboneDefinition definition, string nameOrPath, Action<string> info, PretrainedUse use = PretrainedUse.Values, long seed = 0)
    {
        var located = WeightsLocator.Find(definition, nameOrPath);
        using var checkpoint = Checkpoint.Open(located.Path);
        var report = CheckpointFitter.Fit(network, checkpoint, located.Path, use, seed);
        info(report.Summary);
        return new(nameOrPath, located.Sha256, located.Preprocessing, Path.GetFileName(checkpoint.Name), located.Definition, report, located.Model?.Origin);
    }
}
