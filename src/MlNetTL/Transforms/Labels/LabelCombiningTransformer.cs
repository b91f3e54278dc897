using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Data;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Makes labels out of other labels: parents out of children, or those of one data set out of those of another. Where the data to score have no labels,
/// all are NaN.</summary>
public sealed class LabelCombiningTransformer : BatchTransformer
{
    internal const string LoaderName = "MlNetTLCombinedLabels";

    private static readonly ModelSignature s_signature = new("TLCMBLBL", LoaderName);

    private readonly string _output, _input;
    private readonly IReadOnlyList<string> _inputNames;
    private readonly IReadOnlyList<LabelSources> _labels;

    internal LabelCombiningTransformer(string output, string input, IReadOnlyList<string> inputNames, IReadOnlyList<LabelSources> labels) =>
        (_output, _input, _inputNames, _labels) = (output, input, inputNames, labels);

    /// <summary>The labels that come out, in order.</summary>
    public IReadOnlyList<string> LabelNames => [.. _labels.Select(label => label.Name)];

    /// <summary>How often each parent agreed with its children in the rows that the step was fitted on; empty where labels are only renamed, or after loading.</summary>
    public IReadOnlyList<PropagatedLabel> Propagated { get; internal init; } = [];

    internal override int BatchRows => 1;

    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input)
    {
        Resolve(input);
        var names = LabelNames;
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, names.Count), (ref VBuffer<ReadOnlyMemory<char>> slots) =>
        {
            var editor = VBufferEditor.Create(ref slots, names.Count);
            for (var i = 0; i < names.Count; i++) editor.Values[i] = names[i].AsMemory();
            slots = editor.Commit();
        });
        return [new(_output, new VectorDataViewType(NumberDataViewType.Single, names.Count), annotations.ToAnnotations())];
    }

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs) => Resolve(input) is { } slots ? [slots.Column] : [];

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) =>
        new LabelCombiningWorker(_labels, Resolve(input.Schema) is { } slots ? input.GetGetter<VBuffer<float>>(slots.Column) : null);

    internal override void Save(ModelSaveContext ctx) =>
        ModelEntry.Save(ctx, s_signature, JsonSerializer.Serialize(new Saved(_output, _input, _inputNames, _labels)));

    internal static LabelCombiningTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var saved = JsonSerializer.Deserialize<Saved>(ModelEntry.Load(ctx, s_signature))!;
        return new(saved.Output, saved.Input, saved.InputNames, saved.Labels);
    }

    private LabelSlots? Resolve(DataViewSchema input)
    {
        if (LabelSlots.Find(input, _input) is not { } slots) return null;
        if (slots.Count != _inputNames.Count || (slots.Names is { } names && !names.SequenceEqual(_inputNames)))
            throw new ArgumentException($"Column '{_input}' must have the labels that the step was fitted on: {string.Join(", ", _inputNames)}. "
                + $"Found: {(slots.Names is { } found ? string.Join(", ", found) : slots.Column.Type)}.");
        return slots;
    }

    private sealed record Saved(string Output, string Input, IReadOnlyList<string> InputNames, IReadOnlyList<LabelSources> Labels);
}
