using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Puts a model's probabilities in the place of uncertain labels (-1). In data without the probabilities, such as validation rows and images to score, they become 'not known' (NaN).</summary>
public sealed class UncertainLabelReplacingTransformer : BatchTransformer
{
    internal const string LoaderName = "MlNetTLSoftLabels";

    private static readonly ModelSignature s_signature = new("TLSFTLBL", LoaderName);

    private readonly string _output, _input, _score;
    private readonly bool _isScalar;
    private readonly int _count;
    private readonly IReadOnlyList<string>? _names;

    internal UncertainLabelReplacingTransformer(string output, string input, string score, bool isScalar, int count, IReadOnlyList<string>? names) =>
        (_output, _input, _score, _isScalar, _count, _names) = (output, input, score, isScalar, count, names);

    internal override int BatchRows => 1;

    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input)
    {
        Scores(input);
        var annotations = new DataViewSchema.Annotations.Builder();
        if (Labels(input) is { } labels && UncertainLabels.Read(labels.Column) is { } uncertain) uncertain.AddTo(annotations);
        if (_isScalar) return [new(_output, NumberDataViewType.Single, annotations.ToAnnotations())];
        if (_names is { } names)
            annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, names.Count),
                (ref VBuffer<ReadOnlyMemory<char>> slots) => slots = new(names.Count, [.. names.Select(name => name.AsMemory())]));
        return [new(_output, new VectorDataViewType(NumberDataViewType.Single, _count), annotations.ToAnnotations())];
    }

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs) =>
        new[] { Labels(input), Scores(input) }.OfType<SoftLabelColumns>().Select(found => found.Column);

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) =>
        new UncertainLabelReplacingWorker(_count, _isScalar, Labels(input.Schema)?.ReaderOf(input), Scores(input.Schema)?.ReaderOf(input));

    internal override void Save(ModelSaveContext ctx) =>
        ModelEntry.Save(ctx, s_signature, JsonSerializer.Serialize(new Saved(_output, _input, _score, _isScalar, _count, _names)));

    internal static UncertainLabelReplacingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var saved = JsonSerializer.Deserialize<Saved>(ModelEntry.Load(ctx, s_signature))!;
        return new(saved.Output, saved.Input, saved.Score, saved.IsScalar, saved.Count, saved.Names);
    }

    private SoftLabelColumns? Labels(DataViewSchema input)
    {
        if (SoftLabelColumns.Find(input, _input) is not { } labels) return null;
        return labels.Count == _count && labels.IsScalar == _isScalar && (labels.Names is null || _names is null || labels.Names.SequenceEqual(_names)) ? labels
            : throw new ArgumentException($"Column '{_input}' must hold the labels that the step was fitted on: {Words(_names)}. Found: {Words(labels.Names)}, of type {labels.Column.Type}.");
    }

    // Labels and probabilities meet by their place, so that they must be the same in the same order.
    private SoftLabelColumns? Scores(DataViewSchema input)
    {
        if (Labels(input) is not { } labels || SoftLabelColumns.Find(input, _score) is not { } scores) return null;
        return scores.Count == labels.Count && (scores.Names is null || labels.Names is null || scores.Names.SequenceEqual(labels.Names)) ? scores
            : throw new ArgumentException($"Columns '{_input}' and '{_score}' must hold the same labels in the same order. Found: {Words(labels.Names)} ({labels.Count}) and {Words(scores.Names)} ({scores.Count}). "
                + "Choose the labels by MapUncertainLabels(labels: …) as the first model has them.");
    }

    private static string Words(IReadOnlyList<string>? names) => names is null ? "labels without names" : string.Join(", ", names);

    private sealed record Saved(string Output, string Input, string Score, bool IsScalar, int Count, IReadOnlyList<string>? Names);
}
