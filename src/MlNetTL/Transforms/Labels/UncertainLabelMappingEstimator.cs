using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Turns labels that may be uncertain or blank into targets. See <c>mlContext.Transforms.MapUncertainLabels</c>.</summary>
public sealed class UncertainLabelMappingEstimator : IEstimator<UncertainLabelMappingTransformer>
{
    private readonly MapUncertainLabelsOptions _options;
    private readonly bool _isScalar;

    internal UncertainLabelMappingEstimator(MapUncertainLabelsOptions options, bool isScalar = false)
    {
        options.Validate();
        (_options, _isScalar) = (options, isScalar);
    }

    /// <summary>Finds the labels. Reads no row.</summary>
    /// <exception cref="ArgumentException">The column is missing or of another type, or has no such labels.</exception>
    public UncertainLabelMappingTransformer Fit(IDataView input)
    {
        var slots = LabelSlots.Find(input.Schema, _options.Input) ?? throw LabelSlots.NoColumn(_options.Input, input.Schema.Select(column => column.Name));
        slots.Choose(_options.UncertainByLabel?.Keys.ToArray());
        var transformer = new UncertainLabelMappingTransformer(_options with { Labels = _options.Labels ?? slots.Names }, slots.Choose(_options.Labels), slots.Count, _isScalar);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The columns that come out.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var input = Shapes.Find(inputSchema, _options.Input) ?? throw LabelSlots.NoColumn(_options.Input, inputSchema.Select(column => column.Name));
        if (input.Kind != SchemaShape.Column.VectorKind.Vector || input.ItemType != NumberDataViewType.Single) throw LabelSlots.WrongType(input.Name, Shapes.TypeOf(input));
        var name = _options.OutputColumnName;
        var uncertain = Shapes.Scalar(UncertainLabels.Kind, TextDataViewType.Instance);
        var output = _isScalar ? Shapes.Scalar(name, NumberDataViewType.Single, uncertain)
            : Shapes.HasAnnotation(input, "SlotNames") ? Shapes.Vector(name, NumberDataViewType.Single, uncertain, Shapes.Vector("SlotNames", TextDataViewType.Instance))
            : Shapes.Vector(name, NumberDataViewType.Single, uncertain);
        return Shapes.With(inputSchema, output);
    }
}
