namespace MlNetTL.Weights;

/// <summary>What the few names that a checkpoint may refer to mean: dictionaries, storages and the two functions that rebuild tensors.</summary>
internal static class PickleTorch
{
    private const string Dictionary = "collections.OrderedDict";
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";

    public static PickleGlobal Global(string name, Func<string, Exception> error) =>
        name is Dictionary or RebuildTensor or RebuildParameter || ElementTypes.OfStorage(name) is not null
            ? new(name)
            : throw error($"names '{name}'. A checkpoint may hold tensors and nothing else, so this one is refused; loading it in Python could run code. "
                + "If you trust it, write only its state_dict() again with torch.save, or as .safetensors.");

    /// <summary>The storage that a persistent id stands for: ('storage', type, key, location, count), and in the stream format (key, start, count) of a
    /// view or None.</summary>
    public static PickleStorage Storage(object? id, Func<string, Exception> error) =>
        id is object?[] and ["storage", PickleGlobal type, string key, string, long count, .. var rest] && ElementTypes.OfStorage(type.Name) is { } elements && count >= 0
            ? new(elements, key, count, rest is [object?[] and [string, long start and >= 0, long]] ? start : 0)
            : throw error("refers to a storage in a form that is not PyTorch's.");

    /// <summary>What a call gives. Nothing is called: the three functions that may be named are known.</summary>
    public static object Call(object?[] functionAndArguments, Func<string, Exception> error)
    {
        if (functionAndArguments is not [PickleGlobal function, object?[] arguments]) throw error("calls something other than a known function.");
        return (function.Name, arguments) switch
        {
            (Dictionary, []) => new PickleDictionary(),
            (Dictionary, [List<object?> pairs]) => OfPairs(pairs, error),
            (RebuildTensor, [PickleStorage storage, long offset, object?[] shape, object?[] strides, ..]) when shape.Concat(strides).All(n => n is long) =>
                new PickleTensor(storage, new TensorView(storage.Type, storage.Start + offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()])),
            (RebuildParameter, [PickleTensor tensor, ..]) => tensor,
            _ => throw error($"calls '{function.Name}' with arguments that PyTorch does not give it."),
        };
    }

    private static PickleDictionary OfPairs(List<object?> pairs, Func<string, Exception> error)
    {
        var dictionary = new PickleDictionary();
        foreach (var pair in pairs)
        {
            if (pair is List<object?> and [var listKey, var listValue]) dictionary.Items.Add((listKey, listValue));
            else if (pair is object?[] and [var key, var value]) dictionary.Items.Add((key, value));
            else throw error("makes a dictionary of something other than pairs.");
        }
        return dictionary;
    }
}
