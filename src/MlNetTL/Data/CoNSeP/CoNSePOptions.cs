namespace MlNetTL.Data;

/// <summary>What to read of a CoNSeP folder.</summary>
/// <param name="Split">The folder <c>Train</c> or <c>Test</c>.</param>
/// <param name="PatchSize">The side of the square that is cut out around each nucleus, in pixels, 1 to 16,384.</param>
/// <param name="Classes">Seven classes or four.</param>
public sealed record CoNSePOptions(CoNSePSplit Split = CoNSePSplit.Train, int PatchSize = 32, CoNSePClasses Classes = CoNSePClasses.Seven)
{
    /// <summary>The largest side of a patch.</summary>
    internal const int MostPatchSize = 16_384;

    internal void Validate()
    {
        var problems = new List<string>();
        if (PatchSize is < 1 or > MostPatchSize) problems.Add($"PatchSize must be 1 to {MostPatchSize} pixels. Received: {PatchSize}.");
        if (!Enum.IsDefined(Split)) problems.Add($"Split must be Train or Test. Received: {Split}.");
        if (!Enum.IsDefined(Classes)) problems.Add($"Classes must be Seven or Four. Received: {Classes}.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }
}
