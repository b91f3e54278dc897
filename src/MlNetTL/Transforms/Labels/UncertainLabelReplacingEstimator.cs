using Microsoft.ML;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Puts a model's probabilities in the place of uncertain labels. See <c>mlContext.Transforms.ReplaceUncertainLabels</c>.</summary>
public sealed class UncertainLabelReplacingEstimator : IEstimator<UncertainLabelReplacingTransformer>
{
    private readonly string _output, _input, _score;

    internal UncertainLabelReplacingEstimator(string output, string? input, string score)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(score);
        (_output, _input, _score) = (output, input ?? output, score);
    }

    /// <summary>Finds the labels. Reads no row.</summary>
    /// <exception cref="ArgumentException">A column is missing or of another type, or the scores are of other labels.</exception>
    public UncertainLabelReplacingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var labels = SoftLabelColumns.Find(input.Schema, _input) ?? throw LabelSlots.NoColumn(_input, input.Schema.Select(column => column.Name));
        if (SoftLabelColumns.Find(input.Schema, _score) is null)
            throw new ArgumentException($"Column '{_score}' must hold the probabilities that take the place of uncertain labels. It is not there. "
                + $"Found: {string.Join(", ", input.Schema.Select(column => column.Name))}. Score the training rows by the first model and fit on them.");
        var transformer = new UncertainLabelReplacingTransformer(_output, _input, _score, labels.IsScalar, labels.Count, labels.Names);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The columns that come out.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var labels = Shapes.Find(inputSchema, _input) ?? throw LabelSlots.NoColumn(_input, inputSchema.Select(column => column.Name));
        return Shapes.With(inputSchema, Shapes.Renamed(labels, _output));
    }
}
