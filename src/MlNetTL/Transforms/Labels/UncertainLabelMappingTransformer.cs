using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Data;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>
/// Turns labels that may be uncertain or blank into targets. Where the data to score have no labels, all targets are NaN, so that an app need not make up a
/// label column.
/// </summary>
public sealed class UncertainLabelMappingTransformer : BatchTransformer
{
    internal const string LoaderName = "MlNetTLUncertainLabels";

    private static readonly ModelSignature s_signature = new("TLUNCLBL", LoaderName);
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    // Where the labels were when the transformer was fitted: plain objects that an app scores have no slot names.
    private readonly int[] _fittedSlots;
    private readonly int _fittedCount;
    private readonly bool _isScalar;

    internal UncertainLabelMappingTransformer(MapUncertainLabelsOptions options, int[] fittedSlots, int fittedCount, bool isScalar) =>
        (Options, _fittedSlots, _fittedCount, _isScalar) = (options, fittedSlots, fittedCount, isScalar);

    /// <summary>The settings. Labels are those that were found when the transformer was fitted; null where they have no names.</summary>
    public MapUncertainLabelsOptions Options { get; }

    internal override int BatchRows => 1;

    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (Resolve(input) is { } source) new UncertainLabels(Options.Input, source.Chosen, CountAsKnown).AddTo(annotations);
        if (_isScalar) return [new(Options.OutputColumnName, NumberDataViewType.Single, annotations.ToAnnotations())];
        if (Options.Labels is { } labels) annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, labels.Count), (ref VBuffer<ReadOnlyMemory<char>> names) =>
        {
            var editor = VBufferEditor.Create(ref names, labels.Count);
            for (var i = 0; i < labels.Count; i++) editor.Values[i] = labels[i].AsMemory();
            names = editor.Commit();
        });
        return [new(Options.OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, _fittedSlots.Length), annotations.ToAnnotations())];
    }

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs)
    {
        if (Resolve(input) is not { } source) return [];
        return source.Key is { } key ? [source.Slots.Column, key] : [source.Slots.Column];
    }

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) =>
        new UncertainLabelWorker(Options, Resolve(input.Schema), input, _fittedSlots.Length, _isScalar);

    internal override void Save(ModelSaveContext ctx) =>
        ModelEntry.Save(ctx, s_signature, JsonSerializer.Serialize(new Saved(Options, _fittedSlots, _fittedCount, _isScalar), s_json));

    internal static UncertainLabelMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var saved = JsonSerializer.Deserialize<Saved>(ModelEntry.Load(ctx, s_signature), s_json)!;
        return new(saved.Options, saved.Slots, saved.Count, saved.IsScalar);
    }

    private bool CountAsKnown => (Options.UncertainByLabel?.Values ?? []).Append(Options.Uncertain).Any(policy => policy is UncertainPolicy.Zeros or UncertainPolicy.Ones);

    private LabelSource? Resolve(DataViewSchema input)
    {
        if (LabelSlots.Find(input, Options.Input) is not { } slots) return null;
        if (slots.Names is null && slots.Count != _fittedCount)
            throw new ArgumentException($"Column '{Options.Input}' must have slot names, or {_fittedCount} slots as when the transformer was fitted. Found: {slots.Column.Type}.");
        var chosen = slots.Names is null ? _fittedSlots : slots.Choose(Options.Labels);
        if (chosen.Length != _fittedSlots.Length)
            throw new ArgumentException($"Column '{Options.Input}' must have {_fittedSlots.Length} slots, as when the transformer was fitted. Found: {slots.Column.Type}.");
        var key = input.GetColumnOrNull(Options.RowKeyColumnName ?? "");
        if (key?.Type is TextDataViewType) return new(slots, chosen, key);
        if (Options.IsSmoothed)
            throw new ArgumentException(
                $"Column '{Options.RowKeyColumnName}' must be Text and tell rows apart: smoothed targets hang on it."
                + $" Found: {key?.Type.ToString() ?? "no such column"}. Name another one with rowKeyColumnName.");
        return new(slots, chosen, null);
    }

    private sealed record Saved(MapUncertainLabelsOptions Options, int[] Slots, int Count, bool IsScalar);
}

/// <summary>Where the labels are in the data at hand.</summary>
/// <param name="Slots">The label column.</param>
/// <param name="Chosen">The slots of the labels that come out, in order.</param>
/// <param name="Key">The column that tells rows apart, if there is one.</param>
internal sealed record LabelSource(LabelSlots Slots, int[] Chosen, DataViewSchema.Column? Key);
