using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Reads what an image column holds, and refuses a column that does not say.</summary>
internal static class ImageColumnCheck
{
    /// <summary>The annotation and the layout of an image column.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The column.</param>
    /// <param name="stated">What the caller says the column holds, for columns without the annotation.</param>
    /// <exception cref="ArgumentException">The column is missing, has another type, or nothing says what it holds.</exception>
    public static (ImageColumn? Image, ImageLayout Layout) Of(DataViewSchema schema, string name, ImageLayout? stated)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
            throw new ArgumentException($"Image column '{name}' must be in the data. Found: {string.Join(", ", schema.Select(c => c.Name))}. Append Transforms.LoadImageTensors before this step.");
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector || PixelTypeOf(vector.ItemType) is not { } pixelType)
            throw new ArgumentException($"Image column '{name}' must be a known-size vector of Byte or UInt16, [channels, height, width]. Found: {column.Type}. Append Transforms.LoadImageTensors before this step.");
        var image = ImageColumn.Read(column);
        var layout = image is null ? stated : new ImageLayout(image.Channels, image.Height, image.Width, image.PixelType);
        if (layout is null)
            throw new ArgumentException($"Image column '{name}' must bear the annotation of LoadImageTensors, which says what its values mean. It has none: a step in between (Concatenate, ConvertType, CustomMapping) dropped it, "
                + "and any augmentation with it. Move that step before LoadImageTensors, or state ImageLayout in the options.");
        if (layout.Values != vector.Size || layout.PixelType != pixelType)
            throw new ArgumentException($"Image column '{name}' must hold {layout}, {layout.Values} values. Found: {column.Type}.");
        return (image, layout);
    }

    private static PixelType? PixelTypeOf(DataViewType type) =>
        type == NumberDataViewType.Byte ? PixelType.Byte : type == NumberDataViewType.UInt16 ? PixelType.UInt16 : null;
}
