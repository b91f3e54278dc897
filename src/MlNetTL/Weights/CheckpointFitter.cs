using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>Puts a checkpoint's values into a network: all of them but a head of another shape, the first convolution fitted to the number of image
/// channels.</summary>
public static class CheckpointFitter
{
    private const int NamesTold = 6;

    /// <summary>Loads a checkpoint into a network. Everything is checked before the first value changes.</summary>
    /// <param name="network">The network; tensors that the checkpoint does not give keep their values.</param>
    /// <param name="checkpoint">An open checkpoint of the same architecture, for any number of outputs and of image channels.</param>
    /// <param name="checkpointName">What to call it in messages and in the report.</param>
    /// <remarks>
    /// One channel: the first kernels are summed over their input channels, so that a grey image gives what it gave as three equal channels. n channels:
    /// the kernels are repeated in turn and scaled by (their number / n), so that their sum, and with it the size of the first activations, stays about
    /// what the next layers were trained on (exactly so for equal channels where n is a multiple of their number).
    /// </remarks>
    /// <exception cref="InvalidDataException">The checkpoint belongs to another network (the message says which names are missing, left over or of
    /// another shape, and what it fits), or is damaged; only in the latter case may the network have changed.</exception>
    public static FitReport Fit(Backbone network, Checkpoint checkpoint, string checkpointName)
    {
        var state = network.state_dict();
        var fit = Compare(network, state, checkpoint);
        if (fit.Problems.Count > 0) throw new InvalidDataException(OtherNetwork(network, checkpoint, checkpointName, fit.Problems));
        foreach (var name in fit.Loaded) checkpoint.CopyTo(name, state[name]);
        foreach (var name in fit.Adapted) CopyFirstConvolution(checkpoint, name, state[name]);
        return new(checkpointName, fit.Loaded.Count, fit.Adapted, fit.LeftNew);
    }

    private static Comparison Compare(Backbone network, Dictionary<string, Tensor> state, Checkpoint checkpoint)
    {
        var fit = new Comparison([], [], [], []);
        var head = network.HeadName + '.';
        bool IsHead(string name) => name.StartsWith(head, StringComparison.Ordinal);
        bool Fits(string name) => checkpoint.Entries.TryGetValue(name, out var entry) && entry.Shape.SequenceEqual(state[name].shape);
        var headFits = state.Keys.Where(IsHead).All(Fits);
        List<string> missing = [], otherShape = [];
        foreach (var (name, tensor) in state)
        {
            if (IsHead(name)) (headFits ? fit.Loaded : fit.LeftNew).Add(name);
            else if (Fits(name)) fit.Loaded.Add(name);
            else if (!checkpoint.Entries.TryGetValue(name, out var entry))
            {
                // Checkpoints from before PyTorch 0.4.1 and some tools leave the counter out; nothing is computed from it.
                if (!name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)) missing.Add(name);
            }
            else if (name == network.FirstConvolution && DifferOnlyInChannels(entry.Shape, tensor.shape)) fit.Adapted.Add(name);
            else otherShape.Add($"{name} {entry.ShapeText} instead of [{string.Join(", ", tensor.shape)}]");
        }
        List<string> leftOver = [.. checkpoint.Entries.Keys.Where(name => !state.ContainsKey(name) && !IsHead(name))];
        Tell("missing", missing);
        Tell("left over", leftOver);
        Tell("of another shape", otherShape);
        return fit;

        void Tell(string what, List<string> names)
        {
            if (names.Count == 0) return;
            var more = names.Count > NamesTold ? $", and {names.Count - NamesTold} more" : "";
            fit.Problems.Add($"{what}: {string.Join(", ", names.Take(NamesTold))}{more}");
        }
    }

    private static bool DifferOnlyInChannels(IReadOnlyList<long> given, long[] wanted) =>
        given.Count == 4 && wanted.Length == 4 && given[0] == wanted[0] && given[1] > 0 && given[2] == wanted[2] && given[3] == wanted[3];

    private static string OtherNetwork(Backbone network, Checkpoint checkpoint, string checkpointName, List<string> problems)
    {
        var likely = BackboneTable.All.Rows.Where(row => row.Name != network.Architecture).FirstOrDefault(row =>
        {
            using var other = row.Builder(network.Channels, 1);
            return Compare(other, other.state_dict(), checkpoint).Problems.Count == 0;
        });
        return $"{checkpointName} is not a checkpoint of {network.Architecture}. Names {string.Join("; ", problems)}."
            + (likely is null ? " Choose the backbone that it was saved from." : $" It fits '{likely.Name}': choose that backbone, or weights of {network.Architecture}.");
    }

    private static void CopyFirstConvolution(Checkpoint checkpoint, string name, Tensor destination)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var kernels = empty([.. checkpoint.Entries[name].Shape]);
        checkpoint.CopyTo(name, kernels);
        long given = kernels.shape[1], wanted = destination.shape[1];
        var cycled = tensor(Enumerable.Range(0, (int)wanted).Select(channel => channel % given).ToArray());
        destination.copy_(wanted == 1 ? kernels.sum(1, keepdim: true) : kernels.index_select(1, cycled) * ((double)given / wanted));
    }

    private sealed record Comparison(List<string> Loaded, List<string> Adapted, List<string> LeftNew, List<string> Problems);
}
