using System.Security.Cryptography;
using MlNetTL.Backbones;

namespace MlNetTL.Weights;

/// <summary>Loads pretrained weights into a network.</summary>
/// <param name="Name">The name or file of the weights, as it was asked for.</param>
/// <param name="Sha256">The hash of the file.</param>
/// <param name="Preprocessing">The normalisation that belongs to them.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Definition">What their publisher says of them; null for a file of one's own.</param>
/// <param name="Fitted">What was loaded, what was changed to fit, and what was left new.</param>
internal sealed record PretrainedWeights(string Name, string Sha256, Preprocessing Preprocessing, string FileName, WeightsDefinition? Definition, string Fitted)
{
    /// <summary>Loads the weights that a name or path stands for. The head keeps its fresh values where its shape differs.</summary>
    public static PretrainedWeights Load(Backbone network, BackboneDefinition definition, string nameOrPath, Action<string> info)
    {
        var located = WeightsLocator.Find(definition, nameOrPath);
        using var checkpoint = Checkpoint.Open(located.Path);
        var fitted = CheckpointFitter.Fit(network, checkpoint, located.Path).Summary;
        info(fitted);
        using var file = File.OpenRead(checkpoint.Name);
        return new(nameOrPath, Convert.ToHexStringLower(SHA256.HashData(file)), located.Preprocessing, Path.GetFileName(checkpoint.Name), located.Definition, fitted);
    }
}
