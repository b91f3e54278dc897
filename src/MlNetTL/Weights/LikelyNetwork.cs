using MlNetTL.Backbones;
using MlNetTL.Weights.Naming;

namespace MlNetTL.Weights;

/// <summary>Finds the network that a checkpoint was saved from. Only the few of about its number of parameters are built and compared: building all would take
/// most of a minute and gigabytes.</summary>
internal static class LikelyNetwork
{
    private const int Compared = 6;

    /// <summary>The network's name, or null where no other network fits.</summary>
    public static string? Of(Checkpoint checkpoint, string except)
    {
        var count = checkpoint.Entries.Values.Where(entry => IsParameter(entry.Name)).Sum(entry => TensorView.Product(entry.Shape) ?? 0);
        return BackboneTable.All.Rows.Where(row => row.Name != except).OrderBy(row => Distance(row, checkpoint, count)).Take(Compared).FirstOrDefault(row =>
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var network = row.Builder(3, 1);
            return new FitPlan(network, network.state_dict(), checkpoint).Problems.Count == 0;
        })?.Name;
    }

    // The figure of the table without its head of 1000 outputs, and with as many as the checkpoint seems to have, or none.
    private static long Distance(BackboneDefinition row, Checkpoint checkpoint, long count)
    {
        var perOutput = row.FeatureCount + 1L;
        var body = row.ParameterCount - 1000 * perOutput;
        var outputs = checkpoint.Entries.Values.LastOrDefault(entry => IsMatrix(entry.Shape) && entry.Shape[1] == row.FeatureCount)?.Shape[0] ?? 0;
        return Math.Min(Math.Abs(count - body), Math.Abs(count - body - outputs * perOutput));
    }

    private static bool IsMatrix(IReadOnlyList<long> shape) => shape.Count >= 2 && shape.Skip(2).All(size => size == 1);

    private static bool IsParameter(string name) =>
        !StateNaming.IsHarmless(name) && !name.EndsWith(".running_mean", StringComparison.Ordinal) && !name.EndsWith(".running_var", StringComparison.Ordinal);
}
