using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Decodes images to vectors of known size. See <c>mlContext.Transforms.LoadImageTensors</c>.</summary>
public sealed class ImageTensorLoadingEstimator : IEstimator<ImageTensorLoadingTransformer>
{
    private readonly ImageTensorLoadingTransformer _transformer;

    internal ImageTensorLoadingEstimator(LoadImageTensorsOptions options)
    {
        options.Validate();
        _transformer = new ImageTensorLoadingTransformer(options);
    }

    /// <summary>Checks the input column. Reads no image.</summary>
    /// <exception cref="ArgumentException">The input column is missing or holds neither paths, encoded files nor images.</exception>
    public ImageTensorLoadingTransformer Fit(IDataView input)
    {
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The columns that come out.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var options = _transformer.Options;
        var input = Shapes.Find(inputSchema, options.InputColumnName)
            ?? throw ImageInput.NoColumn(options.InputColumnName, inputSchema.Select(column => column.Name));
        var isText = input is { Kind: SchemaShape.Column.VectorKind.Scalar, ItemType: TextDataViewType };
        var isBytes = input.Kind != SchemaShape.Column.VectorKind.Scalar && input.ItemType == NumberDataViewType.Byte;
        if (!isText && !isBytes && input.ItemType.RawType != typeof(MLImage)) throw ImageInput.WrongType(input.Name, Shapes.TypeOf(input));
        return Shapes.With(inputSchema, _transformer.MakeOutputColumns(hasPaths: isText).Select(Shapes.Of));
    }
}
