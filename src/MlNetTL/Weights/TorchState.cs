namespace MlNetTL.Weights;

/// <summary>Finds the tensors of a network in what <c>torch.save</c> wrote: a state dictionary, a dictionary of a training run that holds one, or a whole
/// network.</summary>
internal static class TorchState
{
    private static readonly string[] s_keys = ["state_dict", "model", "model_ema"];

    /// <summary>The tensors by their names in the file.</summary>
    /// <param name="root">The pickled value.</param>
    /// <param name="key">The key that was asked for, or empty for the first usual one that holds tensors.</param>
    /// <param name="error">Makes the error for a sentence that goes on after the file's name.</param>
    public static List<(string Name, PickleTensor Tensor)> Select(object? root, string key, Func<string, Exception> error)
    {
        if (root is PickleRecord network)
            return key.Length > 0 ? throw error($"holds a whole network, and no keys to choose from. Received: #{key}.") : PickledModule.State(network, error);
        if (root is not PickleDictionary dictionary) throw error("holds no dictionary of tensors. Save a network's state_dict().");
        // One set at a time: a training run's file holds optimisers and losses beside the network, and a few bytes can name one set a million times.
        List<(string, PickleTensor)> tensors;
        if (key.Length > 0)
            tensors = Nested(key) ?? throw error($"has no tensors under '{key}'. {Keys()}");
        else tensors = s_keys.Select(Nested).FirstOrDefault(set => set is { Count: > 0 }) ?? Tensors(dictionary);
        if (tensors.Count == 0) throw error($"holds no tensors where a network's are looked for: {string.Join(", ", s_keys)}, or at the top. {Keys()}");
        return tensors;

        List<(string, PickleTensor)>? Nested(string name) => dictionary.Named.FirstOrDefault(item => item.Key == name).Value switch
        {
            PickleRecord module when PickledModule.HasTensors(module) || key.Length > 0 => PickledModule.State(module, error),
            PickleDictionary inner => Tensors(inner),
            _ => null,
        };

        string Keys() => $"Its keys: {string.Join(", ", dictionary.Named.Take(20).Select(item => item.Key))}.";
    }

    private static List<(string Name, PickleTensor Tensor)> Tensors(PickleDictionary dictionary) =>
        [.. dictionary.Named.Where(item => item.Value is PickleTensor).Select(item => (item.Key, (PickleTensor)item.Value!))];
}
