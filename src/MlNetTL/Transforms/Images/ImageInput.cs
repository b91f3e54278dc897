using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Where images come from: paths, encoded files or images in memory.</summary>
internal abstract class ImageInput : IDisposable
{
    /// <summary>Whether the images have paths.</summary>
    public virtual bool HasPaths => false;

    /// <summary>Finds the input column and checks its type.</summary>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw NoColumn(name, schema.Select(c => c.Name));
        return IsText(column) || IsBytes(column) || IsImage(column) ? column : throw WrongType(name, column.Type.ToString()!);
    }

    public static ImageInput Create(DataViewRow row, LoadImageTensorsOptions options, ImageStore store, int slots)
    {
        var column = Find(row.Schema, options.InputColumnName);
        return IsText(column) ? new PathImageInput(row, column, options, store, slots)
            : IsBytes(column) ? new EncodedImageInput(row, column, options.Decode, slots)
            : new DecodedImageInput(row, column, options.Decode, slots);
    }

    public static ArgumentException NoColumn(string name, IEnumerable<string> known)
    {
        var names = known.Distinct().ToArray();
        return new($"Column '{name}' must hold the images' paths (Text), their files (a vector of Byte) or images (MLImage). "
            + $"It is not there.{Suggestion.For(name, names)} Columns: {string.Join(", ", names)}.");
    }

    public static ArgumentException WrongType(string name, string found) =>
        new($"Column '{name}' must hold the images' paths (Text), their files (a vector of Byte) or images (MLImage). Found: {found}.");

    /// <summary>Takes the image of the row where the input now stands.</summary>
    public abstract void Read(int slot);

    /// <summary>Decodes the image of a slot. Slots are decoded side by side.</summary>
    /// <exception cref="UnreadableImageException">It cannot be read.</exception>
    public abstract void Decode(int slot, Span<byte> pixels);

    /// <summary>The full path of a slot's image.</summary>
    /// <exception cref="UnreadableImageException">There is none, or it leaves the folder it must lie in.</exception>
    public virtual string PathOf(int slot) => throw new NotSupportedException("Images from memory have no path.");

    /// <summary>Lets go of what the input holds.</summary>
    public virtual void Dispose()
    {
    }

    private static bool IsText(DataViewSchema.Column column) => column.Type is TextDataViewType;

    private static bool IsBytes(DataViewSchema.Column column) => column.Type is VectorDataViewType { ItemType: var item } && item == NumberDataViewType.Byte;

    private static bool IsImage(DataViewSchema.Column column) => column.Type.RawType == typeof(MLImage);
}
