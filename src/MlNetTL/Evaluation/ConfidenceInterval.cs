namespace MlNetTL.Evaluation;

/// <summary>A 95 % confidence interval. Both ends are NaN where the data do not give one (fewer than two rows of a class).</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>No interval.</summary>
    public static ConfidenceInterval Unknown { get; } = new(double.NaN, double.NaN);

    /// <summary>Whether both ends are numbers.</summary>
    public bool IsKnown => !double.IsNaN(Low) && !double.IsNaN(High);
}
