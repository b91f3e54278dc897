using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>Gives each part its share of every category, the rarest category first, whole groups at a time.</summary>
/// <remarks>Sechidis, Tsoumakas and Vlahavas, 'On the stratification of multi-label data' (ECML PKDD 2011), algorithm 1, with a group of images in the place of
/// an example: it counts as many times for a label as it has images with it.</remarks>
internal sealed class IterativeStratification
{
    private readonly ImageGroup[] _groups;
    private readonly long _seed;
    private readonly int[] _partOf;
    private readonly double[] _wanted;
    private readonly double[][] _wantedOf;
    private readonly long[] _left;

    private IterativeStratification(ImageGroup[] groups, IReadOnlyList<double> shares, long seed)
    {
        (_groups, _seed) = (groups, seed);
        _partOf = new int[groups.Length];
        Array.Fill(_partOf, -1);
        var categories = groups.Length == 0 ? 0 : groups[0].Counts.Length;
        _left = new long[categories];
        foreach (var group in groups)
            for (var category = 0; category < categories; category++) _left[category] += group.Counts[category];
        var images = groups.Sum(group => (long)group.Members.Count);
        _wanted = [.. shares.Select(share => share * images)];
        _wantedOf = [.. _left.Select(count => shares.Select(share => share * count).ToArray())];
    }

    /// <summary>The part of each group.</summary>
    public static int[] Assign(ImageGroup[] groups, IReadOnlyList<double> shares, long seed)
    {
        var assignment = new IterativeStratification(groups, shares, seed);
        while (assignment.Rarest() is { } category) assignment.Distribute(category);
        assignment.DistributeTheRest();
        assignment.LeaveNoPartEmpty(shares.Count);
        return assignment._partOf;
    }

    // The category with the fewest images that are not assigned yet, but with some.
    private int? Rarest()
    {
        int? rarest = null;
        for (var category = 0; category < _left.Length; category++)
            if (_left[category] > 0 && (rarest is null || _left[category] < _left[rarest.Value])) rarest = category;
        return rarest;
    }

    private void Distribute(int category)
    {
        for (var group = 0; group < _groups.Length; group++)
            if (_partOf[group] < 0 && _groups[group].Counts[category] > 0) Assign(group, _wantedOf[category]);
    }

    private void DistributeTheRest()
    {
        for (var group = 0; group < _groups.Length; group++)
            if (_partOf[group] < 0) Assign(group, _wanted);
    }

    // To the part that wants most of the category; of several, to the one that wants most images; of several still, by lot.
    private void Assign(int group, double[] wanted)
    {
        var most = wanted.Max();
        var parts = Enumerable.Range(0, wanted.Length).Where(part => wanted[part] == most).ToArray();
        if (parts.Length > 1)
        {
            var mostImages = parts.Max(part => _wanted[part]);
            parts = [.. parts.Where(part => _wanted[part] == mostImages)];
        }
        var chosen = parts.Length == 1 ? parts[0] : parts[new RowRandom(_seed, $"tie {_groups[group].Name}").NextInt(parts.Length)];
        _partOf[group] = chosen;
        _wanted[chosen] -= _groups[group].Members.Count;
        for (var category = 0; category < _left.Length; category++)
        {
            _wantedOf[category][chosen] -= _groups[group].Counts[category];
            _left[category] -= _groups[group].Counts[category];
        }
    }

    // A few large groups may leave a small part without any: it gets the smallest group of the part that has most groups.
    private void LeaveNoPartEmpty(int parts)
    {
        for (var part = 0; part < parts; part++)
        {
            if (_partOf.Contains(part)) continue;
            var richest = _partOf.GroupBy(p => p).MaxBy(members => members.Count())!.Key;
            var smallest = Enumerable.Range(0, _groups.Length).Where(group => _partOf[group] == richest).MinBy(group => _groups[group].Members.Count);
            _partOf[smallest] = part;
        }
    }
}
