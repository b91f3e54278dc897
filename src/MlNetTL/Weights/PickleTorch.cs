namespace MlNetTL.Weights;

/// <summary>What the few names that a checkpoint may refer to mean: dictionaries, storages, the two functions that rebuild tensors, and the layers of a whole
/// network.</summary>
internal static class PickleTorch
{
    private const string Dictionary = "collections.OrderedDict";
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";

    // Functions that only make a container or an empty object, under Python 2's and 3's names.
    private static readonly string[] s_sets = ["__builtin__.set", "builtins.set"];
    private static readonly string[] s_reconstructors = ["copy_reg._reconstructor", "copyreg._reconstructor"];
    private static readonly string[] s_objects = ["__builtin__.object", "builtins.object"];

    // Layers and networks of these packages are read as records of their attributes. No class is ever looked up, so a name that is no class is harmless too.
    private static readonly string[] s_packages = ["torch.nn.", "torchvision.", "torchxrayvision.", "timm."];

    public static PickleGlobal Global(string name, Func<string, Exception> error) =>
        name is Dictionary or RebuildTensor or RebuildParameter || ElementTypes.OfStorage(name) is not null
            || s_sets.Contains(name) || s_reconstructors.Contains(name) || s_objects.Contains(name) || IsRecord(name)
            ? new(name)
            : throw error($"names '{name}'. A checkpoint may hold tensors and nothing else, so this one is refused; loading it in Python could run code. "
                + "If you trust it, write only its state_dict() again with torch.save, or as .safetensors.");

    /// <summary>What a persistent id stands for: a storage, or in the stream format a class: ('module', class, the file of its source, its source).</summary>
    public static object Persistent(object? id, Func<string, Exception> error) =>
        id is object?[] and ["module", PickleGlobal type, ..] ? type : Storage(id, error);

    /// <summary>The storage that a persistent id stands for: ('storage', type, key, location, count), and in the stream format (key, start, count) of a
    /// view or None.</summary>
    private static PickleStorage Storage(object? id, Func<string, Exception> error) =>
        id is object?[] and ["storage", PickleGlobal type, string key, string, long count, .. var rest] && ElementTypes.OfStorage(type.Name) is { } elements && count >= 0
            ? new(elements, key, count, rest is [object?[] and [string, long start and >= 0, long]] ? start : 0)
            : throw error("refers to a storage in a form that is not PyTorch's.");

    /// <summary>A new object of a class, before its attributes are set.</summary>
    public static object Make(object?[] classAndArguments, Func<string, Exception> error) =>
        classAndArguments is [PickleGlobal type, object?[]] && IsRecord(type.Name)
            ? new PickleRecord(type.Name)
            : throw error($"makes an object of {(classAndArguments[0] is PickleGlobal other ? $"'{other.Name}'" : "something that is no class")}, which no tensor needs.");

    /// <summary>What a call gives. Nothing is called: the few functions that may be named are known.</summary>
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
            (var name, [List<object?> values]) when s_sets.Contains(name) => values,
            (var name, []) when s_sets.Contains(name) => new List<object?>(),
            (var name, [PickleGlobal type, PickleGlobal, _]) when s_reconstructors.Contains(name) && IsRecord(type.Name) => new PickleRecord(type.Name),
            (var name, _) when IsRecord(name) => new PickleRecord(name),
            _ => throw error($"calls '{function.Name}' with arguments that PyTorch does not give it."),
        };
    }

    private static bool IsRecord(string name) => s_packages.Any(package => name.StartsWith(package, StringComparison.Ordinal));

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
