using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL.Transforms;

/// <summary>Takes the labels of one data set for those of another. See <c>mlContext.Transforms.MapLabels</c>.</summary>
public sealed class LabelMappingEstimator : LabelCombiningEstimator
{
    private readonly IReadOnlyList<string> _labels;

    internal LabelMappingEstimator(string output, string? input, IReadOnlyList<string> labels) : base(output, input)
    {
        if (labels.Count == 0) throw new ArgumentException("labels must name at least one label. Received: none.");
        if (labels.GroupBy(label => label).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"labels must name each label once. Received '{twice.Key}' {twice.Count()} times.");
        _labels = labels;
    }

    internal override LabelCombiningTransformer Fit(IDataView input, LabelSlots slots, IReadOnlyList<string> names)
    {
        var found = _labels.Select(label => (Label: label, Sources: LabelVocabulary.Find(label, names))).ToArray();
        var without = found.Where(pair => pair.Sources.Count == 0).Select(pair => $"'{pair.Label}'").ToArray();
        if (without.Length > 0)
            throw new ArgumentException($"Column '{Input}' must have labels that mean the same as each that is asked for. It has none for {string.Join(", ", without)}. "
                + $"Its labels: {string.Join(", ", names)}. Ask for those that both have: {string.Join(", ", found.Where(pair => pair.Sources.Count > 0).Select(pair => pair.Label).DefaultIfEmpty("none"))}.");
        var places = names.ToList();
        return new(Output, Input, names, [.. found.Select(pair => new LabelSources(pair.Label, [.. pair.Sources.Select(name => places.IndexOf(name))], IsOwnFirst: false))]);
    }
}
