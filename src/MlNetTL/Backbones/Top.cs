namespace MlNetTL.Backbones;

/// <summary>The head that is put on a network's pooled features.</summary>
/// <param name="Outputs">The number of logits, at least 1.</param>
/// <param name="Hidden">The sizes of hidden layers between the features and the logits, each followed by a ReLU; null or empty for a linear head.</param>
public sealed record Top(int Outputs, IReadOnlyList<int>? Hidden = null)
{
    /// <summary>What is wrong with these values: one sentence each, none where all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Outputs < 1) yield return $"Outputs must be at least 1. Received: {Outputs}.";
        foreach (var size in Hidden ?? [])
            if (size < 1) yield return $"Hidden must hold sizes of at least 1. Received: {string.Join(", ", Hidden!)}.";
    }

    /// <inheritdoc/>
    public bool Equals(Top? other) => other is not null && Outputs == other.Outputs && (Hidden ?? []).SequenceEqual(other.Hidden ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => (Hidden ?? []).Aggregate(Outputs, HashCode.Combine);
}
