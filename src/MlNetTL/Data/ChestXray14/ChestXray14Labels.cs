namespace MlNetTL.Data;

/// <summary>The findings of ChestX-ray14 (Wang et al., 'ChestX-ray8: hospital-scale chest X-ray database and benchmarks', CVPR 2017, and the release of fourteen).</summary>
public static class ChestXray14Labels
{
    /// <summary>What the table writes for an image without any finding.</summary>
    public const string NoFinding = "No Finding";

    /// <summary>The fourteen findings, in the paper's order.</summary>
    public static IReadOnlyList<string> Findings { get; } =
    [
        "Atelectasis", "Cardiomegaly", "Effusion", "Infiltration", "Mass", "Nodule", "Pneumonia",
        "Pneumothorax", "Consolidation", "Edema", "Emphysema", "Fibrosis", "Pleural_Thickening", "Hernia",
    ];

    /// <summary>The findings, and <see cref="NoFinding"/> as the last.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Findings, NoFinding];

    /// <summary>The names asked for (the findings where none are), after a check that the data set has them.</summary>
    internal static IReadOnlyList<string> Choose(IReadOnlyList<string>? asked) => LabelChoice.Choose(asked, Names, "finding", "ChestX-ray14", Findings);
}
