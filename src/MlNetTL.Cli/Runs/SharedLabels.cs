using MlNetTL.Cli.Progress;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Scoring;

namespace MlNetTL.Cli.Runs;

/// <summary>The labels that a model and some data both have.</summary>
internal static class SharedLabels
{
    /// <summary>Those of the model's labels that the data have, under whatever name; what is mapped or left out is warned of.</summary>
    /// <param name="given">The pipeline that describes the data.</param>
    /// <param name="model">The model.</param>
    /// <param name="warnings">Takes what a reader of the figures must know.</param>
    /// <exception cref="ArgumentException">They have none in common.</exception>
    public static IReadOnlyList<string> Of(Pipeline given, ModelDescription model, Warnings warnings)
    {
        if (Evaluations.KindOf(model.Task).HasClasses) return model.LabelNames;
        // A number has no label to look for; the data say where it stands.
        if (Evaluations.KindOf(model.Task) == TaskKind.Regression) return [];
        if (Evaluations.KindOf(model.Task) == TaskKind.Binary && given.Data.LabelColumn is not null && given.Data.Definition.Takes(nameof(DatasetRequest.LabelColumn))) return model.LabelNames;
        var known = LabelsOfData.Of(given.Data, model.LabelNames);
        var found = model.LabelNames.Select(label => (Label: label, Sources: LabelVocabulary.Find(label, known))).ToArray();
        var shared = found.Where(pair => pair.Sources.Count > 0).ToArray();
        if (shared.Length == 0)
            throw new ArgumentException($"The data must have a label of the model, or one that means the same. The model's: {string.Join(", ", model.LabelNames)}. The data's: {string.Join(", ", known)}.");
        var renamed = shared.Where(pair => pair.Sources is not [var only] || only != pair.Label).ToArray();
        if (renamed.Length > 0)
            warnings.Add($"Labels were taken for each other: {string.Join("; ", renamed.Select(pair => $"{pair.Label} is the data's {string.Join(" or ", pair.Sources)}"))}.");
        var left = found.Where(pair => pair.Sources.Count == 0).Select(pair => pair.Label).ToArray();
        if (left.Length > 0) warnings.Add($"The data have no label that means the same as {string.Join(", ", left)} of the model: {(left.Length == 1 ? "it is" : "they are")} not measured.");
        return [.. shared.Select(pair => pair.Label)];
    }
}
