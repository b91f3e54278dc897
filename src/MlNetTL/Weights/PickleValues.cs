using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>An object of a class that is known by name only, such as a layer of a whole pickled network: its attributes and nothing else.</summary>
internal sealed class PickleRecord(string className)
{
    public string ClassName { get; } = className;

    /// <summary>The attributes; null where the pickle gave none.</summary>
    public PickleDictionary? Attributes { get; set; }
}

/// <summary>A name that a pickle refers to. Only names on the reader's list ever come into being, and nothing is ever called.</summary>
internal sealed record PickleGlobal(string Name);

/// <summary>A Python dictionary in its order. Keys need not be text.</summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Items { get; } = [];

    /// <summary>The entries whose keys are text; of two with the same key the later one counts, as in Python.</summary>
    public IEnumerable<(string Key, object? Value)> Named =>
        Items.Where(item => item.Key is string).GroupBy(item => (string)item.Key!).Select(group => (group.Key, group.Last().Value));
}

/// <summary>Stored elements that tensors are views of.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Key">The storage's name in the file.</param>
/// <param name="Count">The number of elements that the pickle claims.</param>
/// <param name="Start">The first element within the storage of that key, for views in the old stream format; else 0.</param>
internal sealed record PickleStorage(ScalarType Type, string Key, long Count, long Start);

/// <summary>A tensor: a view of a storage.</summary>
internal sealed record PickleTensor(PickleStorage Storage, TensorView View);
