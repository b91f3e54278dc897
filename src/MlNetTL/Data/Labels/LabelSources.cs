namespace MlNetTL.Data;

/// <summary>The labels that one label is made of.</summary>
/// <param name="Name">What comes out.</param>
/// <param name="Slots">What it is made of, by their places.</param>
/// <param name="IsOwnFirst">Whether the first of them is the label itself, whose value holds where the others say neither present nor uncertain. Else all of
/// them must be absent for it to be absent.</param>
internal sealed record LabelSources(string Name, IReadOnlyList<int> Slots, bool IsOwnFirst)
{
    /// <summary>Present (1) where any is; else uncertain (-1) where any is; else what is said above.</summary>
    public float Combine(ReadOnlySpan<float> labels)
    {
        var (uncertain, unknown) = (false, false);
        foreach (var slot in Slots)
        {
            if (labels[slot] == 1) return 1;
            uncertain |= labels[slot] == -1;
            unknown |= float.IsNaN(labels[slot]);
        }
        if (uncertain) return -1;
        return IsOwnFirst ? labels[Slots[0]] : unknown ? float.NaN : 0;
    }
}
