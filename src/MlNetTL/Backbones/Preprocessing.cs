namespace MlNetTL.Backbones;

/// <summary>How pixels become a network's input: x = (pixel / maximum - mean) / std for each channel, where maximum is 255 for 8-bit and 65535 for 16-bit
/// images. It belongs to the weights and goes with the model.</summary>
/// <param name="Mean">The mean of each channel, in units of the full range (0 to 1).</param>
/// <param name="Std">The standard deviation of each channel, in the same units, above 0.</param>
public sealed record Preprocessing(IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    /// <summary>The figures of torchvision's ImageNet weights: red, green, blue.</summary>
    public static Preprocessing ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>The figures of weights that take pixels from -1 to 1, for three channels.</summary>
    public static Preprocessing MinusOneToOne { get; } = new([0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>The least and the greatest value that the network is fed for a black and a white pixel, over all channels. A wrong range is the most frequent
    /// mistake with published weights.</summary>
    public (double Minimum, double Maximum) Range =>
        (Mean.Zip(Std, (mean, std) => -(double)mean / std).Min(), Mean.Zip(Std, (mean, std) => (1 - (double)mean) / std).Max());

    /// <summary>The number of channels.</summary>
    public int Channels => Mean.Count;

    /// <summary>What is wrong with it for images of some channels, a sentence; null where it serves.</summary>
    internal string? ProblemFor(int channels) => Channels == 1 || Channels == channels || channels == 1 ? null
        : $"Preprocessing must have a mean and a standard deviation for one channel or for each of the {channels} channels of the images. Received: {Channels}.";

    /// <summary>The same normalisation for another number of channels.</summary>
    /// <param name="channels">The number of channels, at least 1.</param>
    /// <remarks>
    /// One channel takes the mean of the means and the mean of the deviations: a grey image has the same value in each channel that the weights were
    /// trained on, and their first convolution is summed over those channels, so the one shift and scale that all three share is the fair one. More
    /// channels repeat the given ones in turn, as the kernels of the first convolution are repeated: channel k is normalised as the channel whose kernel
    /// it gets.
    /// </remarks>
    public Preprocessing ForChannels(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (channels == Channels) return this;
        return channels == 1 ? new([Mean.Average()], [Std.Average()]) : new(Cycled(Mean, channels), Cycled(Std, channels));
    }

    /// <inheritdoc/>
    public bool Equals(Preprocessing? other) => other is not null && Mean.SequenceEqual(other.Mean) && Std.SequenceEqual(other.Std);

    /// <inheritdoc/>
    public override int GetHashCode() => Mean.Concat(Std).Aggregate(0, HashCode.Combine);

    private static float[] Cycled(IReadOnlyList<float> values, int count) => [.. Enumerable.Range(0, count).Select(i => values[i % values.Count])];
}
