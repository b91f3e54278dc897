using MlNetTL.Foundation;

namespace MlNetTL.Training.Losses;

/// <summary>The losses, each with its default numbers. To add one, write its record and a line here.</summary>
public static class LossTable
{
    /// <summary>All losses by name.</summary>
    public static NamedTable<(string Name, LossOptions Defaults)> All { get; } = new("loss", row => row.Name,
    [
        ("crossEntropy", new CrossEntropy()),
        ("smoothedCrossEntropy", new SmoothedCrossEntropy()),
        ("focal", new Focal()),
        ("asymmetric", new Asymmetric()),
        ("generalizedCrossEntropy", new GeneralizedCrossEntropy()),
        ("aucMargin", new AucMargin()),
    ]);
}
