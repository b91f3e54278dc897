namespace MlNetTL.Data;

/// <summary>An image as a split sees it.</summary>
/// <param name="Name">Its path from the folder of the data set, with '/'.</param>
/// <param name="Group">What it must not be parted from; its name where it stands alone.</param>
/// <param name="Categories">The strata that it belongs to, by number: its class, or each label that it has.</param>
internal readonly record struct SplitImage(string Name, string Group, IReadOnlyList<int> Categories);
