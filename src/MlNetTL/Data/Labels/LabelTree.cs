namespace MlNetTL.Data;

/// <summary>Which label implies which: an image with a child's finding has its parent's too.</summary>
public sealed class LabelTree
{
    private readonly Dictionary<string, string> _parentOf = [];

    /// <summary>Makes a tree, or several.</summary>
    /// <param name="links">Each child with its parent.</param>
    /// <exception cref="ArgumentException">A child has two parents, or is its own ancestor.</exception>
    public LabelTree(IEnumerable<(string Child, string Parent)> links)
    {
        ArgumentNullException.ThrowIfNull(links);
        foreach (var (child, parent) in links)
            if (!_parentOf.TryAdd(child, parent)) throw new ArgumentException($"Each label must have one parent at most. Received for '{child}': '{_parentOf[child]}' and '{parent}'.");
        foreach (var child in _parentOf.Keys)
        {
            var above = child;
            for (var steps = 0; _parentOf.TryGetValue(above, out var parent); above = parent)
                if (steps++ > _parentOf.Count) throw new ArgumentException($"No label may be its own ancestor. Received: '{child}', which is.");
        }
    }

    /// <summary>Each child with its parent.</summary>
    public IEnumerable<(string Child, string Parent)> Links => _parentOf.Select(link => (link.Key, link.Value));

    /// <summary>The labels that a label implies, the nearest first.</summary>
    public IReadOnlyList<string> AncestorsOf(string label)
    {
        var ancestors = new List<string>();
        while (_parentOf.TryGetValue(label, out var parent)) ancestors.Add(label = parent);
        return ancestors;
    }

    /// <summary>The labels that imply a label, at whatever distance.</summary>
    public IReadOnlyList<string> DescendantsOf(string label) => [.. _parentOf.Keys.Where(child => AncestorsOf(child).Contains(label))];
}
