namespace MlNetTL.Experiments.Describing;

/// <summary>What reading every image brought out.</summary>
/// <param name="Images">Different images that were read.</param>
/// <param name="Unreadable">Those that cannot be decoded, with the reason.</param>
/// <param name="Blank">Those whose pixels are all but the same.</param>
/// <param name="Kinds">Sizes, depths, channels and formats, the commonest first.</param>
/// <param name="Duplicates">Images that are the same.</param>
/// <param name="Store">What training needs on the disk.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record ImageFindings(
    int Images, IReadOnlyList<FaultyImage> Unreadable, IReadOnlyList<string> Blank, IReadOnlyList<ImageKind> Kinds, IReadOnlyList<DuplicateGroup> Duplicates, StoreNeed? Store, double Seconds);
