using MlNetTL.Data;

namespace MlNetTL.Transforms;

/// <summary>Settings of <c>mlContext.Transforms.MapUncertainLabels</c>.</summary>
/// <param name="OutputColumnName">The column that comes out.</param>
/// <param name="InputColumnName">A vector of Single with the values 1, 0, -1 (uncertain) and NaN (blank); null: the output's name.</param>
/// <param name="Labels">Which labels, by their slot names, in the order in which they come out; null: all.</param>
/// <param name="Uncertain">What becomes of -1.</param>
/// <param name="Blank">What becomes of NaN.</param>
/// <param name="UncertainByLabel">Labels whose uncertain values are treated in another way; null: none.</param>
/// <param name="OnesRange">Where targets of SmoothedOnes come from; null: U[0.55, 0.85].</param>
/// <param name="ZerosRange">Where targets of SmoothedZeros come from; null: U[0, 0.3].</param>
/// <param name="Seed">The seed of smoothed targets.</param>
/// <param name="RowKeyColumnName">
/// A Text column that tells rows apart, such as the path. Smoothed targets hang on (seed, its value, label), so that a row keeps them however the data are
/// shuffled or filtered.
/// </param>
public sealed record MapUncertainLabelsOptions(
    string OutputColumnName,
    string? InputColumnName = null,
    IReadOnlyList<string>? Labels = null,
    UncertainPolicy Uncertain = UncertainPolicy.Ignore,
    BlankPolicy Blank = BlankPolicy.Ignore,
    IReadOnlyDictionary<string, UncertainPolicy>? UncertainByLabel = null,
    TargetRange? OnesRange = null,
    TargetRange? ZerosRange = null,
    long Seed = 0,
    string RowKeyColumnName = "Path")
{
    internal string Input => InputColumnName ?? OutputColumnName;

    internal bool IsSmoothed => UncertainByLabel?.Values.Append(Uncertain).Any(IsSmooth) ?? IsSmooth(Uncertain);

    internal TargetRange? RangeOf(UncertainPolicy policy) => policy switch
    {
        UncertainPolicy.SmoothedOnes => OnesRange ?? TargetRange.Ones,
        UncertainPolicy.SmoothedZeros => ZerosRange ?? TargetRange.Zeros,
        _ => null,
    };

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">Settings are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = Problems().ToArray();
        if (problems.Length > 0) throw new ArgumentException(string.Join(" ", problems));
    }

    private static bool IsSmooth(UncertainPolicy policy) => policy is UncertainPolicy.SmoothedOnes or UncertainPolicy.SmoothedZeros;

    private IEnumerable<string> Problems()
    {
        if (string.IsNullOrEmpty(OutputColumnName)) yield return "OutputColumnName must name a column. Received: nothing.";
        if (Labels is { Count: 0 }) yield return "Labels must name at least one label, or be left out for all. Received: none.";
        foreach (var twice in (Labels ?? []).GroupBy(label => label).Where(group => group.Count() > 1))
            yield return $"Labels must name each label once. Received twice: '{twice.Key}'.";
        foreach (var policy in (UncertainByLabel?.Values ?? []).Append(Uncertain).Where(policy => !Enum.IsDefined(policy)))
            yield return $"An uncertain policy must be one of {string.Join(", ", Enum.GetNames<UncertainPolicy>())}. Received: {policy}.";
        if (!Enum.IsDefined(Blank)) yield return $"Blank must be Ignore or Negative. Received: {Blank}.";
        if (OnesRange is { IsValid: false }) yield return $"OnesRange must satisfy 0 ≤ Low ≤ High ≤ 1. Received: {OnesRange.Low} to {OnesRange.High}.";
        if (ZerosRange is { IsValid: false }) yield return $"ZerosRange must satisfy 0 ≤ Low ≤ High ≤ 1. Received: {ZerosRange.Low} to {ZerosRange.High}.";
        if (IsSmoothed && string.IsNullOrEmpty(RowKeyColumnName))
            yield return "RowKeyColumnName must name a column that tells rows apart where targets are smoothed. Received: nothing.";
    }
}
