namespace MlNetTL.Data;

/// <summary>Where a split puts an image.</summary>
/// <param name="Path">The image's path from the folder of the data set, with '/'.</param>
/// <param name="Group">What it must not be parted from.</param>
/// <param name="Set"><c>train</c>, <c>validation</c>, <c>test</c>, <c>none</c> (left out), or the number of a fold.</param>
internal readonly record struct SplitRow(string Path, string Group, string Set);
