using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Data;

namespace MlNetTL.Transforms;

/// <summary>Makes what is found at a child hold for its parents. See <c>mlContext.Transforms.PropagateLabels</c>.</summary>
public sealed class LabelPropagatingEstimator : LabelCombiningEstimator
{
    private readonly IHostEnvironment _environment;
    private readonly LabelTree _tree;

    internal LabelPropagatingEstimator(IHostEnvironment environment, string output, string? input, LabelTree tree) : base(output, input) =>
        (_environment, _tree) = (environment, tree);

    internal override LabelCombiningTransformer Fit(IDataView input, LabelSlots slots, IReadOnlyList<string> names)
    {
        var places = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        var labels = names.Select((name, i) => new LabelSources(name,
            [i, .. _tree.DescendantsOf(name).Where(places.ContainsKey).Select(child => places[child])], IsOwnFirst: true)).ToArray();
        var counts = Count(input, slots, names, labels);
        Report(counts);
        return new(Output, Input, names, labels) { Propagated = counts };
    }

    private static PropagatedLabel[] Count(IDataView input, LabelSlots slots, IReadOnlyList<string> names, LabelSources[] labels)
    {
        (int Parent, int Child)[] pairs = [.. labels.SelectMany((label, parent) => label.Slots.Skip(1).Select(child => (parent, child)))];
        var counts = new int[pairs.Length, 4];
        using var cursor = input.GetRowCursor([slots.Column]);
        var getter = cursor.GetGetter<VBuffer<float>>(slots.Column);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            getter(ref row);
            for (var i = 0; i < pairs.Length; i++)
                if (row.GetItemOrDefault(pairs[i].Child) == 1)
                    counts[i, row.GetItemOrDefault(pairs[i].Parent) switch { 1 => 0, 0 => 1, -1 => 2, _ => 3 }]++;
        }
        return [.. pairs.Select((pair, i) => new PropagatedLabel(names[pair.Child], names[pair.Parent], counts[i, 0], counts[i, 1], counts[i, 2], counts[i, 3]))];
    }

    private void Report(PropagatedLabel[] counts)
    {
        using var channel = _environment.Register(nameof(LabelPropagatingEstimator)).Start("Propagate labels");
        foreach (var pair in counts.Where(pair => pair.Positives > 0))
            channel.Info($"'{pair.Parent}' is made present in {pair.Positives - pair.Present:N0} of the {pair.Positives:N0} rows with '{pair.Child}': "
                + $"it was not mentioned in {pair.Blank:N0}, uncertain in {pair.Uncertain:N0}, absent in {pair.Absent:N0}.");
        var conflicts = counts.Where(pair => pair.Absent > 0).ToArray();
        if (conflicts.Length > 0)
            channel.Warning($"Labels contradict their tree: {string.Join("; ", conflicts.Select(pair => $"'{pair.Parent}' is absent in {pair.Absent:N0} of {pair.Positives:N0} rows with '{pair.Child}'"))}. "
                + "The child was believed.");
    }
}
