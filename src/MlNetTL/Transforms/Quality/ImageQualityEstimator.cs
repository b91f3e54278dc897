using Microsoft.ML;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Measures the quality of images. See <c>mlContext.Transforms.MeasureImageQuality</c>.</summary>
public sealed class ImageQualityEstimator : IEstimator<ImageQualityTransformer>
{
    private readonly ImageQualityTransformer _transformer;

    internal ImageQualityEstimator(string inputColumnName, string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(prefix);
        _transformer = new(inputColumnName, prefix);
    }

    /// <summary>Checks the input column. Reads no image.</summary>
    /// <exception cref="ArgumentException">The column is missing or is no image column.</exception>
    public ImageQualityTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The columns that come out.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var name = _transformer.InputColumnName;
        if (Shapes.Find(inputSchema, name) is not { } input) throw ImageAugmentingTransformer.NoColumn(name, inputSchema.Select(column => column.Name));
        if (!Shapes.HasAnnotation(input, ImageColumn.Kind)) throw ImageAugmentingTransformer.NoImage(name, Shapes.TypeOf(input));
        return Shapes.With(inputSchema, _transformer.Columns.Select(Shapes.Of));
    }
}
