namespace MlNetTL.Data;

/// <summary>What to read of a BigEarthNet folder.</summary>
/// <param name="Split">The patches of one part of the data, or all.</param>
/// <param name="Classes">Nineteen classes, or CORINE's 43, which version 1 alone has.</param>
/// <param name="Bands">The bands that become channels, in order; null for <see cref="BigEarthNetBands.Ten"/>.</param>
/// <param name="Labels">The labels that make up the column <c>Labels</c>, in order; null for all of the classes.</param>
/// <param name="CheckFiles">Whether the files of all patches are looked at: that they exist and have 16 bits and the size of their band. Otherwise those of 1,000
/// patches are, evenly chosen, as six million files take minutes on a fast disk and hours on a network.</param>
public sealed record BigEarthNetOptions(
    BigEarthNetSplit Split = BigEarthNetSplit.All,
    BigEarthNetClasses Classes = BigEarthNetClasses.Nineteen,
    IReadOnlyList<string>? Bands = null,
    IReadOnlyList<string>? Labels = null,
    bool CheckFiles = false)
{
    internal void Validate()
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(Split)) problems.Add($"Split must be All, Train, Validation or Test. Received: {Split}.");
        if (!Enum.IsDefined(Classes)) problems.Add($"Classes must be Nineteen or FortyThree. Received: {Classes}.");
        if (BigEarthNetBands.Problem(Bands) is { } problem) problems.Add($"Bands {problem}. Received: {string.Join(", ", Bands!)}.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }
}
