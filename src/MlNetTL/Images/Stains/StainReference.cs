namespace MlNetTL.Images;

/// <summary>The colours of two stains and how strong they are: what the stains of an image are, or what they shall become.</summary>
/// <param name="Hematoxylin">The optical density that a unit of the first stain gives red, green and blue; a vector of length 1.</param>
/// <param name="Eosin">The same of the second stain.</param>
/// <param name="MaximumHematoxylin">The 99th percentile of the first stain's concentration.</param>
/// <param name="MaximumEosin">The same of the second stain's.</param>
public sealed record StainReference(IReadOnlyList<double> Hematoxylin, IReadOnlyList<double> Eosin, double MaximumHematoxylin, double MaximumEosin)
{
    /// <summary>The reference that implementations of Macenko's method share (M. Veta's 'Staining unmixing and normalization'), so that results can be compared.</summary>
    public static StainReference Published { get; } = new([0.5626, 0.7201, 0.4062], [0.2159, 0.8012, 0.5581], 1.9705, 1.0308);

    /// <summary>What is wrong with the figures, a sentence each; empty where nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, stain) in new[] { (nameof(Hematoxylin), Hematoxylin), (nameof(Eosin), Eosin) })
            if (stain is not { Count: 3 } || !stain.All(double.IsFinite) || Math.Abs(stain.Sum(value => value * value) - 1) > 0.01)
                yield return $"The {name} of a StainReference must be three numbers, a vector of length 1. Received: {(stain is null ? "null" : string.Join(", ", stain))}.";
        foreach (var (name, maximum) in new[] { (nameof(MaximumHematoxylin), MaximumHematoxylin), (nameof(MaximumEosin), MaximumEosin) })
            if (!double.IsFinite(maximum) || maximum <= 0) yield return $"The {name} of a StainReference must be above 0. Received: {maximum}.";
    }

    /// <summary>Whether two references have equal figures.</summary>
    public bool Equals(StainReference? other) => other is not null && Hematoxylin.SequenceEqual(other.Hematoxylin) && Eosin.SequenceEqual(other.Eosin)
        && MaximumHematoxylin == other.MaximumHematoxylin && MaximumEosin == other.MaximumEosin;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hematoxylin[0], Eosin[0], MaximumHematoxylin, MaximumEosin);
}
