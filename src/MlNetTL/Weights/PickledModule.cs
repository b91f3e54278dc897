namespace MlNetTL.Weights;

/// <summary>The state of a network that was pickled whole (<c>torch.save(model)</c>), by the attributes that PyTorch's modules keep it in. Nothing of it is
/// brought to life.</summary>
internal static class PickledModule
{
    // A file's few bytes can name one module many times, each time as a part of the next.
    private const int DeepestNesting = 64, MostModules = 20_000, MostTensors = 200_000;

    /// <summary>What <c>state_dict()</c> gives: a module's parameters, its persistent buffers, then its children's.</summary>
    /// <exception cref="InvalidDataException">It is no module, or nests without end.</exception>
    public static List<(string Name, PickleTensor Tensor)> State(PickleRecord module, Func<string, Exception> error)
    {
        var tensors = new List<(string, PickleTensor)>();
        var modules = 0;
        Walk(module, "", depth: 0);
        return tensors.Count > 0 ? tensors : throw error($"holds a whole '{module.ClassName}' without parameters. Save a network's state_dict().");

        void Walk(PickleRecord part, string prefix, int depth)
        {
            if (depth > DeepestNesting || ++modules > MostModules || tensors.Count > MostTensors) throw error($"holds a network that nests too deep or is too large, at '{prefix}'.");
            var passing = Find(part, "_non_persistent_buffers_set") as List<object?> ?? [];
            foreach (var (name, value) in Entries(part, "_parameters").Concat(Entries(part, "_buffers").Where(item => !passing.Contains(item.Key))))
                if (value is PickleTensor tensor) tensors.Add((prefix + name, tensor));
            foreach (var (name, value) in Entries(part, "_modules"))
                if (value is PickleRecord child) Walk(child, $"{prefix}{name}.", depth + 1);
        }
    }

    /// <summary>Whether it is a module: a loss has no parameters, but may have the attributes for them.</summary>
    public static bool HasTensors(PickleRecord module) => Entries(module, "_parameters").Any() || Entries(module, "_buffers").Any() || Entries(module, "_modules").Any();

    private static IEnumerable<(string Key, object? Value)> Entries(PickleRecord module, string attribute) => (Find(module, attribute) as PickleDictionary)?.Named ?? [];

    private static object? Find(PickleRecord module, string attribute) => module.Attributes?.Named.FirstOrDefault(item => item.Key == attribute).Value;
}
