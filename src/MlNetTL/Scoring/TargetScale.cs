namespace MlNetTL.Scoring;

/// <summary>The unit in which a network predicts numbers: it is trained on (number - mean) / deviation.</summary>
/// <param name="Mean">The mean of the training rows' numbers.</param>
/// <param name="Deviation">Their standard deviation, above 0 (with n in the denominator).</param>
public sealed record TargetScale(double Mean, double Deviation)
{
    /// <summary>Numbers as they are.</summary>
    internal static TargetScale None { get; } = new(0, 1);

    /// <summary>The scale of some numbers; of equal ones the deviation counts as 1.</summary>
    internal static TargetScale Of(IReadOnlyCollection<float> numbers)
    {
        var mean = numbers.Average(number => (double)number);
        var deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
        return new(mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>The number that an output stands for.</summary>
    internal double Restore(float output) => Mean + Deviation * output;
}
