namespace MlNetTL.Data;

/// <summary>The fourteen observations of CheXpert (Irvin et al., 'CheXpert: a large chest radiograph dataset with uncertainty labels and expert comparison', AAAI 2019).</summary>
public static class CheXpertLabels
{
    /// <summary>The names, in the order of the CSV's columns.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "No Finding", "Enlarged Cardiomediastinum", "Cardiomegaly", "Lung Opacity", "Lung Lesion", "Edema", "Consolidation",
        "Pneumonia", "Atelectasis", "Pneumothorax", "Pleural Effusion", "Pleural Other", "Fracture", "Support Devices",
    ];

    /// <summary>The names asked for (all where none are), after a check that CheXpert has them.</summary>
    internal static IReadOnlyList<string> Choose(IReadOnlyList<string>? asked) => LabelChoice.Choose(asked, Names, "observation", "CheXpert");
}
