using MlNetTL.Foundation;

namespace MlNetTL.Training.Optimizers;

/// <summary>The optimisers, each with its default settings. To add one, write its record and a line here.</summary>
public static class OptimizerTable
{
    /// <summary>All optimisers by name.</summary>
    public static NamedTable<(string Name, OptimizerOptions Defaults)> All { get; } = new("optimizer", row => row.Name,
    [
        ("sgd", new Sgd()),
        ("adam", new Adam()),
        ("adamW", new AdamW()),
        ("coolMomentum", new CoolMomentum()),
    ]);
}
