using Microsoft.ML;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Tells the trainer after it to change images at random. See <c>mlContext.Transforms.AugmentImages</c>.</summary>
public sealed class ImageAugmentingEstimator : IEstimator<ImageAugmentingTransformer>
{
    private readonly ImageAugmentingTransformer _transformer;

    internal ImageAugmentingEstimator(string outputColumnName, string? inputColumnName, AugmentationPolicy policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        policy.Validate();
        _transformer = new(outputColumnName, inputColumnName ?? outputColumnName, policy);
    }

    /// <summary>Checks the input column. Reads nothing.</summary>
    /// <exception cref="ArgumentException">The column is missing or is no image column.</exception>
    public ImageAugmentingTransformer Fit(IDataView input)
    {
        _transformer.ForTraining(input.Schema);
        return _transformer;
    }

    /// <summary>The columns that come out.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var name = _transformer.InputColumnName;
        if (Shapes.Find(inputSchema, name) is not { } input)
            throw ImageAugmentingTransformer.NoColumn(name, inputSchema.Select(column => column.Name));
        if (!Shapes.HasAnnotation(input, ImageColumn.Kind)) throw ImageAugmentingTransformer.NoImage(name, Shapes.TypeOf(input));
        return Shapes.With(inputSchema, Shapes.Renamed(input, _transformer.OutputColumnName));
    }
}
