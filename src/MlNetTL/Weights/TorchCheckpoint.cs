namespace MlNetTL.Weights;

/// <summary>What the two forms that <c>torch.save</c> writes have in common: pickled tensors that are views of storages.</summary>
internal abstract class TorchCheckpoint(ByteSource source) : Checkpoint(source)
{
    // A network of a thousand tensors has a pickle of 150 KB.
    protected const int LongestPickle = 1 << 25;

    /// <summary>Takes the tensors of a network, each checked to lie within its storage.</summary>
    /// <param name="root">The pickled value.</param>
    /// <param name="key">Which of several sets, or empty.</param>
    /// <param name="locate">Where a storage's bytes lie.</param>
    protected void AddTensors(object? root, string key, Func<PickleStorage, ByteRange> locate)
    {
        var problems = new Problems(Source);
        var tensors = new List<(string, TensorView, ByteRange)>();
        foreach (var (name, tensor) in TorchState.Select(root, key, Source.Error))
        {
            var range = locate(tensor.Storage);
            if (tensor.Storage.Count > range.Length / ElementTypes.BytesOf(tensor.View.Type))
                problems.Add($"tensor '{name}': its storage must have {tensor.Storage.Count} elements and has {range.Length} bytes");
            else if (tensor.View.ProblemWithin(tensor.Storage.Count) is { } problem) problems.Add($"tensor '{name}': {problem}");
            else tensors.Add((name, tensor.View, range));
        }
        problems.ThrowIfAny();
        AddAll(tensors);
    }
}
