using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>The labels of BigEarthNet, in CORINE's order: 43 in version 1 (Sumbul et al., 'BigEarthNet: a large-scale benchmark archive for remote sensing image
/// understanding', IGARSS 2019), and the 19 made of them since (Sumbul et al., 'BigEarthNet-MM', IEEE GRSM 9, 2021).</summary>
public static class BigEarthNetLabels
{
    // Of each of CORINE's classes the place among the nineteen; none for those that need other images than Sentinel-2's to be told.
    // Compared with 'label_conversion' in the label_indices.json that the authors publish with their models.
    private static readonly (string Name, int? Class)[] s_corine =
    [
        ("Continuous urban fabric", 0), ("Discontinuous urban fabric", 0), ("Industrial or commercial units", 1), ("Road and rail networks and associated land", null),
        ("Port areas", null), ("Airports", null), ("Mineral extraction sites", null), ("Dump sites", null), ("Construction sites", null), ("Green urban areas", null),
        ("Sport and leisure facilities", null), ("Non-irrigated arable land", 2), ("Permanently irrigated land", 2), ("Rice fields", 2), ("Vineyards", 3),
        ("Fruit trees and berry plantations", 3), ("Olive groves", 3), ("Pastures", 4), ("Annual crops associated with permanent crops", 3),
        ("Complex cultivation patterns", 5), ("Land principally occupied by agriculture, with significant areas of natural vegetation", 6), ("Agro-forestry areas", 7),
        ("Broad-leaved forest", 8), ("Coniferous forest", 9), ("Mixed forest", 10), ("Natural grassland", 11), ("Moors and heathland", 12),
        ("Sclerophyllous vegetation", 12), ("Transitional woodland/shrub", 13), ("Beaches, dunes, sands", 14), ("Bare rock", null), ("Sparsely vegetated areas", 11),
        ("Burnt areas", null), ("Inland marshes", 15), ("Peatbogs", 15), ("Salt marshes", 16), ("Salines", 16), ("Intertidal flats", null), ("Water courses", 17),
        ("Water bodies", 17), ("Coastal lagoons", 18), ("Estuaries", 18), ("Sea and ocean", 18),
    ];

    private static readonly Dictionary<string, int?> s_classOf = s_corine.ToDictionary(label => label.Name, label => label.Class);

    /// <summary>CORINE's classes as version 1 names them.</summary>
    public static IReadOnlyList<string> FortyThree { get; } = [.. s_corine.Select(label => label.Name)];

    /// <summary>The nineteen classes.</summary>
    public static IReadOnlyList<string> Nineteen { get; } =
    [
        "Urban fabric", "Industrial or commercial units", "Arable land", "Permanent crops", "Pastures", "Complex cultivation patterns",
        "Land principally occupied by agriculture, with significant areas of natural vegetation", "Agro-forestry areas", "Broad-leaved forest", "Coniferous forest",
        "Mixed forest", "Natural grassland and sparsely vegetated areas", "Moors, heathland and sclerophyllous vegetation", "Transitional woodland, shrub",
        "Beaches, dunes, sands", "Inland wetlands", "Coastal wetlands", "Inland waters", "Marine waters",
    ];

    /// <summary>The one of <see cref="Nineteen"/> that a class of <see cref="FortyThree"/> became; null where it was dropped.</summary>
    /// <exception cref="ArgumentException">The label is none of the 43.</exception>
    public static string? ToNineteen(string label) => !s_classOf.TryGetValue(label, out var place)
        ? throw new ArgumentException($"The label must be one of CORINE's 43 as BigEarthNet names them. Received: '{label}'.{Suggestion.For(label, FortyThree)}", nameof(label))
        : place is { } found ? Nineteen[found] : null;

    /// <summary>The labels of a choice.</summary>
    internal static IReadOnlyList<string> Of(BigEarthNetClasses classes) => classes == BigEarthNetClasses.Nineteen ? Nineteen : FortyThree;

    /// <summary>The labels asked for (all of the choice where none are), after a check that the choice has them.</summary>
    internal static IReadOnlyList<string> Choose(BigEarthNetClasses classes, IReadOnlyList<string>? asked) => LabelChoice.Choose(asked, Of(classes), "label", "BigEarthNet");
}
