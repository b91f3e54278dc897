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

    /// <summary>Which observation implies which (Irvin et al. 2019; Pham et al., arXiv 1911.06475). The labels of <c>train.csv</c> do not
    /// obey it: Lung Opacity is 1 for 27,455 of the 52,246 images with Edema.</summary>
    public static LabelTree Tree { get; } = new(
    [
        ("Cardiomegaly", "Enlarged Cardiomediastinum"), ("Lung Lesion", "Lung Opacity"), ("Edema", "Lung Opacity"), ("Consolidation", "Lung Opacity"),
        ("Atelectasis", "Lung Opacity"), ("Pneumonia", "Consolidation"),
    ]);

    /// <summary>The names asked for (all where none are), after a check that CheXpert has them.</summary>
    internal static IReadOnlyList<string> Choose(IReadOnlyList<string>? asked) => LabelChoice.Choose(asked, Names, "observation", "CheXpert");
}
