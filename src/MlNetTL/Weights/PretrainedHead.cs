using MlNetTL.Backbones;

namespace MlNetTL.Weights;

/// <summary>Finds out what head a network needs to take that of its pretrained weights.</summary>
internal static class PretrainedHead
{
    /// <summary>The head of the weights that a name or path stands for.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message says which file to put where.</exception>
    /// <exception cref="InvalidDataException">The weights have no head of this network.</exception>
    public static Top Of(BackboneDefinition definition, string nameOrPath)
    {
        var located = WeightsLocator.Find(definition, nameOrPath);
        using var network = definition.BuildEmpty(channels: 3, new(1));
        using var checkpoint = Checkpoint.Open(located.Path);
        return SizesOf(network, checkpoint) is [.. var hidden, var outputs] && outputs > 0
            ? hidden.Length == 0 ? Shared(new(outputs)) : Shared(new(outputs, hidden, located.Model?.HiddenActivation ?? TopActivation.Relu, BatchNorm: HasBatchNorm(network, checkpoint)))
            : throw new InvalidDataException($"{located.Path} must hold the head of {definition.Name}, {network.HeadName}.weight, for features of the stage 'head'. It has none: choose an earlier stage, such as 'stage4'.");

        // One weight vector for several biases: grades by CORAL.
        Top Shared(Top top) => top.Outputs == 1 && BiasesOf(network, checkpoint) is > 1 and var biases ? top with { Outputs = biases, SharedWeight = true } : top;
    }

    private static int BiasesOf(Backbone network, Checkpoint checkpoint) => checkpoint.Entries.Values
        .Where(entry => entry.Name.StartsWith(network.HeadName + '.', StringComparison.Ordinal) && entry.Name.EndsWith("bias", StringComparison.Ordinal) && entry.Shape.Count == 1)
        .OrderBy(entry => int.TryParse(entry.Name[(network.HeadName.Length + 1)..].Split('.')[0], out var layer) ? layer : 0).Select(entry => (int)Math.Min(entry.Shape[0], int.MaxValue)).LastOrDefault();

    /// <summary>The outputs of each layer of a checkpoint's head, the last ones those of the network; empty where it has no head.</summary>
    public static int[] SizesOf(Backbone network, Checkpoint checkpoint)
    {
        var prefix = network.HeadName + '.';
        // 'fc.weight' of a linear head; 'fc.0.weight', 'fc.2.weight', … of one with hidden layers, between which batch normalisations have weights of one dimension. Their rows are their outputs.
        return [.. checkpoint.Entries.Values
            .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal) && entry.Name.EndsWith("weight", StringComparison.Ordinal) && entry.Shape.Count > 1 && !entry.Shape.Contains(0))
            .Select(entry => (Layer: int.TryParse(entry.Name[prefix.Length..].Split('.')[0], out var layer) ? layer : 0, Outputs: (int)Math.Min(entry.Shape[0], int.MaxValue)))
            .OrderBy(entry => entry.Layer).Select(entry => entry.Outputs)];
    }

    private static bool HasBatchNorm(Backbone network, Checkpoint checkpoint) =>
        checkpoint.Entries.Keys.Any(name => name.StartsWith(network.HeadName + '.', StringComparison.Ordinal) && name.EndsWith(".running_var", StringComparison.Ordinal));
}
