using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Makes labels out of other labels. See <c>mlContext.Transforms.PropagateLabels</c> and <c>MapLabels</c>.</summary>
public abstract class LabelCombiningEstimator : IEstimator<LabelCombiningTransformer>
{
    private protected LabelCombiningEstimator(string output, string? input)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        (Output, Input) = (output, input ?? output);
    }

    private protected string Output { get; }

    private protected string Input { get; }

    /// <summary>Finds the labels.</summary>
    /// <exception cref="ArgumentException">The column is missing or of another type, or its slots have no names.</exception>
    public LabelCombiningTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var slots = LabelSlots.Find(input.Schema, Input) ?? throw LabelSlots.NoColumn(Input, input.Schema.Select(column => column.Name));
        return slots.Names is { } names ? Fit(input, slots, names)
            : throw new ArgumentException($"Column '{Input}' must have slot names, which say what the labels are. It has none. Load it with names.");
    }

    /// <summary>The columns that come out.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var input = Shapes.Find(inputSchema, Input) ?? throw LabelSlots.NoColumn(Input, inputSchema.Select(column => column.Name));
        if (input.Kind != SchemaShape.Column.VectorKind.Vector || input.ItemType != NumberDataViewType.Single) throw LabelSlots.WrongType(input.Name, Shapes.TypeOf(input));
        return Shapes.With(inputSchema, Shapes.Vector(Output, NumberDataViewType.Single, Shapes.Vector("SlotNames", TextDataViewType.Instance)));
    }

    internal abstract LabelCombiningTransformer Fit(IDataView input, LabelSlots slots, IReadOnlyList<string> names);
}
