namespace MlNetTL.Data;

/// <summary>The classes of nuclei of CoNSeP (Graham et al., 'HoVer-Net: simultaneous segmentation and classification of nuclei in multi-tissue histology images',
/// Medical Image Analysis 58, 2019).</summary>
public static class CoNSePLabels
{
    /// <summary>The classes of the files, 1 to 7 in this order. The paper calls the first 'miscellaneous', the data set's own notes 'other'.</summary>
    public static IReadOnlyList<string> Seven { get; } =
        ["Other", "Inflammatory", "Healthy epithelial", "Malignant epithelial", "Fibroblast", "Muscle", "Endothelial"];

    /// <summary>The classes that the paper measures: 3 and 4 are epithelial, 5, 6 and 7 spindle-shaped.</summary>
    public static IReadOnlyList<string> Four { get; } = ["Other", "Inflammatory", "Epithelial", "Spindle-shaped"];

    /// <summary>The names of a choice.</summary>
    internal static IReadOnlyList<string> Of(CoNSePClasses classes) => classes == CoNSePClasses.Seven ? Seven : Four;

    /// <summary>The name of a type of the files, 1 to 7.</summary>
    internal static string NameOf(int type, CoNSePClasses classes) => classes == CoNSePClasses.Seven ? Seven[type - 1]
        : type switch { <= 2 => Four[type - 1], <= 4 => Four[2], _ => Four[3] };
}
