using MlNetTL.Backbones;
using MlNetTL.Weights.Naming;
using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>What a checkpoint gives a network, decided by names and shapes alone.</summary>
internal sealed class FitPlan
{
    private const int NamesTold = 6;
    private readonly Backbone _network;
    private readonly IReadOnlyDictionary<string, TensorEntry> _given;
    private readonly List<string> _missing = [], _leftOver = [], _otherShape = [];

    public FitPlan(Backbone network, Dictionary<string, Tensor> state, Checkpoint checkpoint)
    {
        (_network, _given) = (network, checkpoint.Entries);
        // A head is taken whole or not at all. An auxiliary one is judged apart: most files come without it.
        foreach (var part in state.GroupBy(tensor => (Head: network.IsHead(tensor.Key), Auxiliary: network.IsAuxiliary(tensor.Key))))
        {
            if (part.Key.Head) (part.All(Fits) ? Loaded : LeftNew).AddRange(part.Select(tensor => tensor.Key));
            else if (part.Key.Auxiliary && !part.All(tensor => _given.ContainsKey(tensor.Key) || IsCounter(tensor.Key))) LeftNew.AddRange(part.Select(tensor => tensor.Key));
            else foreach (var (name, tensor) in part) Sort(name, tensor);
        }
        foreach (var name in _given.Keys.Where(name => !state.ContainsKey(name)))
        {
            if (network.IsAuxiliary(name) || StateNaming.IsHarmless(name)) Ignored.Add(name);
            else if (!network.IsHead(name)) _leftOver.Add(name);
        }

        bool Fits(KeyValuePair<string, Tensor> tensor) => _given.TryGetValue(tensor.Key, out var entry) && entry.Shape.SequenceEqual(tensor.Value.shape);
    }

    public List<string> Loaded { get; } = [];

    public List<string> Adapted { get; } = [];

    public List<string> LeftNew { get; } = [];

    public List<string> Ignored { get; } = [];

    /// <summary>The number of image channels that the checkpoint was made for; that of the network where it does not tell.</summary>
    public int GivenChannels => _given.TryGetValue(_network.FirstConvolution, out var entry) && entry.Shape.Count == 4 ? (int)entry.Shape[1] : _network.Channels;

    /// <summary>Why it is another network's checkpoint: one entry a reason, none where it fits.</summary>
    public IReadOnlyList<string> Problems => [.. Told("missing", _missing), .. Told("left over", _leftOver), .. Told("of another shape", _otherShape)];

    private void Sort(string name, Tensor tensor)
    {
        if (!_given.TryGetValue(name, out var entry))
        {
            // Checkpoints from before PyTorch 0.4.1 and some tools leave the counter out; nothing is computed from it.
            if (!IsCounter(name)) _missing.Add(name);
        }
        else if (entry.Shape.SequenceEqual(tensor.shape))
            (name == ChannelFit.GainOf(_network.FirstConvolution) && GivenChannels != _network.Channels ? Adapted : Loaded).Add(name);
        else if (name == _network.FirstConvolution && ChannelFit.DifferOnlyInChannels(entry.Shape, tensor.shape)) Adapted.Add(name);
        else _otherShape.Add($"{name} {entry.ShapeText} instead of [{string.Join(", ", tensor.shape)}]");
    }

    private static bool IsCounter(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private static IEnumerable<string> Told(string what, List<string> names) => names.Count == 0
        ? []
        : [$"{what}: {string.Join(", ", names.Take(NamesTold))}{(names.Count > NamesTold ? $", and {names.Count - NamesTold} more" : "")}"];
}
