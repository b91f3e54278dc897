namespace MlNetTL.Data;

/// <summary>What the publishers of a data set say of it, by which a copy can be checked.</summary>
/// <param name="Dataset">The row of <see cref="DatasetTable"/>.</param>
/// <param name="Source">Where it is said.</param>
/// <param name="Sets">Its sets.</param>
internal sealed record PublishedCounts(string Dataset, string Source, IReadOnlyList<PublishedSet> Sets)
{
    /// <summary>The data sets whose counts are known.</summary>
    public static IReadOnlyList<PublishedCounts> All { get; } =
    [
        new("chexpert", "the CSV files of CheXpert-v1.0, as released (Irvin et al., AAAI 2019, table 1 counts studies)",
        [
            new("train", 223_414, Patients: 64_540, Studies: 187_641, Labels:
            [
                new("Atelectasis", 33_376, 1_328, 33_739, 154_971), new("Cardiomegaly", 27_000, 11_116, 8_087, 177_211),
                new("Consolidation", 14_783, 28_097, 27_742, 152_792), new("Edema", 52_246, 20_726, 12_984, 137_458),
                new("Pleural Effusion", 86_187, 35_396, 11_628, 90_203), new("Lung Opacity", 105_581, 6_599, 5_598, 105_636),
                new("Pneumonia", 6_039, 2_799, 18_770, 195_806), new("Lung Lesion", 9_186, 1_270, 1_488, 211_470),
            ]),
            new("valid", 234),
        ]),
        new("chestxray14", "the README of ChestX-ray14 and its lists (Wang et al., CVPR 2017)",
        [
            new(null, 112_120, Patients: 30_805, Labels: [new("No Finding", 60_361)]),
            new("trainVal", 86_524), new("test", 25_596),
        ]),
        new("eyepacs", "Kaggle, 'Diabetic Retinopathy Detection' (2015)",
        [
            new("train", 35_126, Labels: [new("0", 25_810), new("1", 2_443), new("2", 5_292), new("3", 873), new("4", 708)]),
            new("publicTest", 10_906, Labels: [new("0", 8_130), new("1", 720), new("2", 1_579), new("3", 237), new("4", 240)]),
            new("privateTest", 42_670, Labels: [new("0", 31_403), new("1", 3_042), new("2", 6_282), new("3", 977), new("4", 966)]),
        ]),
        new("consep", "Graham et al., 'HoVer-Net' (Medical Image Analysis 2019)", [new(null, 24_319)]),
        new("bigearthnet", "Clasen et al., 'reBEN' (2024), for version 2", [new(null, 549_488)]),
    ];

    /// <summary>The counts of a data set; null where none are known.</summary>
    public static PublishedCounts? Of(string dataset) => All.FirstOrDefault(row => row.Dataset == dataset);
}
