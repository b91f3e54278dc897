using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Settings of <c>mlContext.Transforms.NormalizeStains</c>.</summary>
/// <param name="OutputColumnName">The image column to make.</param>
/// <param name="InputColumnName">The image column, of three channels of Byte; null: the output's name.</param>
/// <param name="Reference">What the stains become; null: those that are found in a sample of the training images.</param>
/// <param name="Images">How many training images the sample has, at least 1. All where there are fewer.</param>
/// <param name="Seed">What the sample hangs on.</param>
public sealed record NormalizeStainsOptions(string OutputColumnName, string? InputColumnName = null, StainReference? Reference = null, int Images = 100, int Seed = 1)
{
    internal string Input => InputColumnName ?? OutputColumnName;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">Settings are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = Reference?.Problems().ToList() ?? [];
        if (string.IsNullOrEmpty(OutputColumnName)) problems.Insert(0, "OutputColumnName must name a column. Received: nothing.");
        if (Images < 1) problems.Add($"Images must be at least 1. Received: {Images}.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }
}
