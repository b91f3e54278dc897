namespace MlNetTL.Data;

/// <summary>What labels of different data sets mean the same, so that a model of one can be measured on another by the labels that both have.</summary>
public static class LabelVocabulary
{
    private const string Same = "the same finding by both papers' names (Wang et al., CVPR 2017; Irvin et al., AAAI 2019)";

    /// <summary>The rows: CheXpert's labels that ChestX-ray14 has too.</summary>
    /// <remarks>Left out, because one side is wider and 'absent' would be wrong on the other: Infiltration and Lung Opacity, Pleural_Thickening or Fibrosis and
    /// Pleural Other. Emphysema and Hernia have no label in CheXpert; Enlarged Cardiomediastinum, Fracture and Support Devices none in ChestX-ray14.</remarks>
    public static IReadOnlyList<LabelSynonym> All { get; } =
    [
        new("No Finding", ["No Finding"], "in both: none of the data set's own findings, which differ (ChestX-ray14's images with a fracture or a tube may be 'No Finding')"),
        new("Cardiomegaly", ["Cardiomegaly"], Same),
        new("Edema", ["Edema"], Same),
        new("Consolidation", ["Consolidation"], Same),
        new("Pneumonia", ["Pneumonia"], Same),
        new("Atelectasis", ["Atelectasis"], Same),
        new("Pneumothorax", ["Pneumothorax"], Same),
        new("Pleural Effusion", ["Effusion"], "ChestX-ray14's Effusion is the pleural one (Wang et al. 2017, table 1); torchxrayvision joins the two likewise"),
        new("Lung Lesion", ["Mass", "Nodule"], "CheXpert's labeler calls mentions of a mass or a nodule Lung Lesion (chexpert-labeler, phrases/mention/lung_lesion.txt)"),
    ];

    /// <summary>What a label can be taken from among those that some data have.</summary>
    /// <param name="label">The label, as in 'Pleural Effusion'.</param>
    /// <param name="available">The labels of the data.</param>
    /// <returns>One label of the data, or several of which any makes it present; none where the data have nothing that means the same.</returns>
    public static IReadOnlyList<string> Find(string label, IReadOnlyList<string> available)
    {
        ArgumentNullException.ThrowIfNull(available);
        if (available.Contains(label)) return [label];
        var spelling = available.FirstOrDefault(name => Plain(name) == Plain(label));
        if (spelling is not null) return [spelling];
        foreach (var row in All)
        {
            if (row.CheXpert == label && row.ChestXray14.All(available.Contains)) return row.ChestXray14;
            // Mass alone cannot be had from Lung Lesion: only a name for a name goes both ways.
            if (row.ChestXray14 is [var only] && only == label && available.Contains(row.CheXpert)) return [row.CheXpert];
        }
        return [];
    }

    private static string Plain(string name) => name.Replace('_', ' ').ToUpperInvariant();
}
