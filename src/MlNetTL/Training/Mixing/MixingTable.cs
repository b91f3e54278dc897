using MlNetTL.Foundation;

namespace MlNetTL.Training.Mixing;

/// <summary>The ways of mixing images, each with its default number. To add one, write its record and a line here.</summary>
public static class MixingTable
{
    /// <summary>All ways by name.</summary>
    public static NamedTable<(string Name, MixingOptions Defaults)> All { get; } = new("mixing", row => row.Name,
    [
        ("mixup", new Mixup()),
        ("cutMix", new CutMix()),
    ]);
}
