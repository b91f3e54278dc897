namespace MlNetTL.Tests.Architecture;

/// <summary>Which folder of src/MlNetTL may use which. Lower layers know nothing of upper ones; a folder may always use itself.</summary>
internal static class Layers
{
    /// <summary>The root of all namespaces.</summary>
    public const string Root = "MlNetTL";

    /// <summary>The folder whose types lie in the root namespace, where extension members are found without a further using line.</summary>
    public const string Doorway = "Catalog";

    private static readonly string[] s_ground = ["Foundation", "Interop"];
    private static readonly string[] s_parts = [.. s_ground, "Backbones", "Images", "Weights", "Data", "Evaluation"];

    /// <summary>For each folder the folders of the library that it may use.</summary>
    public static IReadOnlyDictionary<string, string[]> MayUse { get; } = new Dictionary<string, string[]>
    {
        ["Foundation"] = [],
        ["Interop"] = ["Foundation"],
        ["Backbones"] = s_ground,
        ["Images"] = s_ground,
        ["Evaluation"] = s_ground,
        ["Weights"] = [.. s_ground, "Backbones"],
        ["Data"] = [.. s_ground, "Images"],
        ["Transforms"] = s_parts,
        ["Scoring"] = [.. s_parts, "Transforms"],
        ["Training"] = [.. s_parts, "Transforms", "Scoring"],
        ["Experiments"] = [.. s_ground, "Images", "Data", "Evaluation"],
        [Doorway] = [.. s_parts, "Transforms", "Scoring", "Training"],
    };

    /// <summary>For each folder the libraries that it must not know.</summary>
    public static IReadOnlyDictionary<string, string[]> MustNotKnow { get; } = new Dictionary<string, string[]>
    {
        ["Foundation"] = ["Microsoft.ML", "TorchSharp", "NetVips"],
        ["Backbones"] = ["Microsoft.ML"],
        ["Data"] = ["TorchSharp"],
        ["Experiments"] = ["TorchSharp"],
    };

    /// <summary>Files of Interop that name upper layers, and why.</summary>
    public static IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>
    {
        ["ChainFit.cs"] = "EstimatorChain keeps its estimators to itself, and only the image trainer among them takes validation rows",
        ["LoadableClasses.cs"] = "ML.NET's loader finds classes by attributes of the assembly, which must name every class that a zip may hold",
    };

    /// <summary>Internals of ML.NET that other folders than Interop name, and why.</summary>
    public static IReadOnlyDictionary<string, string> NamedInternals { get; } = new Dictionary<string, string>
    {
        ["ModelLoadContext"] = "the loader calls a Create(IHostEnvironment, ModelLoadContext) that the transformer itself must have; it hands the context on to Interop",
        ["ITransformerWithDifferentMappingAtTrainingTime"] = "EstimatorChain asks the transformer itself for this interface",
        ["HostExtensions"] = "IChannel is public, its words Info and Warning are not",
    };

    /// <summary>The folder of a namespace of the library, or null for the namespace of something else.</summary>
    public static string? FolderOf(string @namespace)
    {
        var parts = @namespace.Split('.');
        if (parts[0] != Root) return null;
        return parts.Length == 1 ? Doorway : parts[1];
    }

    /// <summary>What is wrong with a folder that uses a namespace, or null where nothing is.</summary>
    public static string? Problem(string folder, string usedNamespace)
    {
        if (FolderOf(usedNamespace) is { } used)
            return used == folder || MayUse[folder].Contains(used) ? null : $"{folder} must not use {used}";
        var library = MustNotKnow.GetValueOrDefault(folder, []).FirstOrDefault(name => usedNamespace == name || usedNamespace.StartsWith(name + ".", StringComparison.Ordinal));
        return library is null ? null : $"{folder} must know nothing of {library}";
    }
}
