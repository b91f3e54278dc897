using MlNetTL.Backbones;

namespace MlNetTL.Weights;

/// <summary>Tells published weights from other files of the same name where their hash is not published. <c>ResNet50.pt</c> is a name that anybody gives.</summary>
internal static class PublishedContent
{
    /// <summary>Whether what is in a file can be the published weights: the tensors of the network, with a head of the published number of outputs, or none.</summary>
    public static bool Agrees(BackboneDefinition backbone, WeightsDefinition weights, string file)
    {
        try
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var network = backbone.BuildEmpty(weights.Preprocessing.Channels, new(1));
            using var checkpoint = Checkpoint.Open(file);
            return PretrainedHead.SizesOf(network, checkpoint).LastOrDefault() == weights.Outputs
                && new FitPlan(network, network.state_dict(), checkpoint) is { Problems.Count: 0, Adapted.Count: 0 };
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Damage is told when the file is read for its weights.
            return false;
        }
    }
}
