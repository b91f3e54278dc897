namespace MlNetTL.Transforms;

/// <summary>The range that smoothed targets are drawn from, uniformly.</summary>
/// <param name="Low">The least value, 0 to 1.</param>
/// <param name="High">The value that is not reached, at least <paramref name="Low"/> and at most 1.</param>
public sealed record TargetRange(double Low, double High)
{
    /// <summary>Pham et al.'s range for uncertain labels that count as positive.</summary>
    public static TargetRange Ones { get; } = new(0.55, 0.85);

    /// <summary>Pham et al.'s range for uncertain labels that count as negative.</summary>
    public static TargetRange Zeros { get; } = new(0, 0.3);

    internal bool IsValid => Low >= 0 && Low <= High && High <= 1;
}
