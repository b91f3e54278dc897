namespace MlNetTL.Backbones;

/// <summary>The head that is put on a network's pooled features: hidden layers, each linear, then normalised where <paramref name="BatchNorm"/> says so, then activated, then with dropout in training;
/// and a linear layer that gives the logits.</summary>
/// <param name="Outputs">The number of logits, at least 1.</param>
/// <param name="Hidden">The sizes of hidden layers between the features and the logits; null or empty for a linear head.</param>
/// <param name="Activation">What follows each hidden layer.</param>
/// <param name="Dropout">The share of a hidden layer's values that is dropped in training, at least 0 and below 1.</param>
/// <param name="BatchNorm">Whether each hidden layer is followed by batch normalisation (Ioffe and Szegedy, 2015), before its activation.</param>
/// <param name="SharedWeight">Whether all logits share one weight vector and differ in their biases alone, as the questions 'above grade k?' of CORAL do (Cao et al., 2020).</param>
public sealed record Top(
    int Outputs, IReadOnlyList<int>? Hidden = null, TopActivation Activation = TopActivation.Relu, double Dropout = 0, bool BatchNorm = false, bool SharedWeight = false)
{
    /// <summary>What is wrong with these values: one sentence each, none where all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Outputs < 1) yield return $"Outputs must be at least 1. Received: {Outputs}.";
        foreach (var size in Hidden ?? [])
            if (size < 1) yield return $"Hidden must hold sizes of at least 1. Received: {string.Join(", ", Hidden!)}.";
        if (!Enum.IsDefined(Activation)) yield return $"Activation must be one of {string.Join(", ", Enum.GetNames<TopActivation>())}. Received: {Activation}.";
        if (Dropout is not (>= 0 and < 1)) yield return $"Dropout must be at least 0 and below 1. Received: {Dropout}.";
    }

    /// <inheritdoc/>
    public bool Equals(Top? other) => other is not null && (Outputs, Activation, Dropout, BatchNorm, SharedWeight) == (other.Outputs, other.Activation, other.Dropout, other.BatchNorm, other.SharedWeight)
        && (Hidden ?? []).SequenceEqual(other.Hidden ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => (Hidden ?? []).Aggregate(HashCode.Combine(Outputs, Activation, Dropout, BatchNorm, SharedWeight), HashCode.Combine);
}
