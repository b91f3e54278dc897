using System.Security.Cryptography;
using MlNetTL.Backbones;
using MlNetTL.Weights;

namespace MlNetTL.Training;

/// <summary>Loads pretrained weights into a network.</summary>
/// <param name="Source">The name or file of the weights, and the sha256 of the file.</param>
/// <param name="Preprocessing">The normalisation that belongs to them.</param>
internal sealed record PretrainedWeights(string Source, Preprocessing Preprocessing)
{
    /// <summary>Loads the weights that a name or path stands for. The head keeps its fresh values where its shape differs.</summary>
    public static PretrainedWeights Load(Backbone network, BackboneDefinition definition, string nameOrPath, Action<string> info)
    {
        var (path, weights) = WeightsFiles.Find(definition, nameOrPath);
        using var checkpoint = Checkpoint.Open(path);
        info(CheckpointFitter.Fit(network, checkpoint, path).ToString());
        using var file = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return new($"{nameOrPath} (sha256 {hash})", weights?.Preprocessing ?? Preprocessing.ImageNet);
    }
}
