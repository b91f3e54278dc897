using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>
/// All that a pixel column says about itself, in one text annotation. Some of ML.NET's transforms drop annotations: then all of it is lost, loudly, and not
/// the policy alone.
/// </summary>
/// <param name="Channels">Values a pixel.</param>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="PixelType">The type of a value, and with it the range: 0 to 255 or 0 to 65,535.</param>
/// <param name="Decode">How the images of <paramref name="SourceColumn"/> are decoded; null where pixels can be had from the column only.</param>
/// <param name="StoreFolder">The folder of the image store; null for the default one.</param>
/// <param name="SourceColumn">
/// The column of the images' full paths, as it was named when it was made; find it with <see cref="FindSource"/>. Null where images come from memory.
/// </param>
/// <param name="Token">Ties the source and error columns to this one: they bear it as their annotation.</param>
/// <param name="UnreadableIsMissing">
/// Whether rows with an unreadable image stay, with pixels of 0 and a reason in the error column; find that with <see cref="FindError"/>.
/// </param>
/// <param name="Augmentation">What the trainer shall do to images; present at training only.</param>
/// <param name="AugmentationWithheld">
/// Whether AugmentImages was passed as when scoring. In a trainer's training data this means that its policy did not arrive: the trainer was fitted by itself,
/// or AugmentImages stands in a chain within the chain, which ML.NET's hook does not reach. The trainer should warn.
/// </param>
internal sealed record ImageColumn(
    int Channels,
    int Height,
    int Width,
    PixelType PixelType,
    DecodeSettings? Decode,
    string? StoreFolder,
    string? SourceColumn,
    string Token,
    bool UnreadableIsMissing,
    AugmentationPolicy? Augmentation,
    bool AugmentationWithheld = false)
{
    /// <summary>The annotation of the pixel column.</summary>
    public const string Kind = "MlNetTL.Image";

    /// <summary>The annotation of the column of full paths; its value is the token.</summary>
    public const string SourceKind = "MlNetTL.ImageSource";

    /// <summary>The annotation of the column of reasons why images cannot be read; its value is the token.</summary>
    public const string ErrorKind = "MlNetTL.ImageError";

    private static readonly JsonSerializerOptions s_json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>The type of the column: [channels, height, width].</summary>
    public VectorDataViewType ColumnType => new(PixelType == PixelType.UInt16 ? NumberDataViewType.UInt16 : NumberDataViewType.Byte, Channels, Height, Width);

    /// <summary>Reads the annotation of a column; null where it has none.</summary>
    public static ImageColumn? Read(DataViewSchema.Column column) => TextAnnotation.Read(column, Kind) is { } json ? JsonSerializer.Deserialize<ImageColumn>(json, s_json) : null;

    /// <summary>Reads the annotation of the column of this name; null where there is no such column or it has none.</summary>
    public static ImageColumn? Read(DataViewSchema schema, string columnName) => schema.GetColumnOrNull(columnName) is { } column ? Read(column) : null;

    /// <summary>The column of this image's full paths. A column that merely has its name is not taken for it; one that was renamed is found. Null where the pixels are not
    /// those of the files any more.</summary>
    public DataViewSchema.Column? FindSource(DataViewSchema schema) => Decode is null ? null : Find(schema, SourceKind);

    /// <summary>The column that tells why an image cannot be read; its text is empty where it can.</summary>
    public DataViewSchema.Column? FindError(DataViewSchema schema) => Find(schema, ErrorKind);

    /// <summary>The column of reasons where unreadable images stay as rows; null where they fail.</summary>
    /// <exception cref="ArgumentException">They stay, and the column that tells which they are is gone.</exception>
    public DataViewSchema.Column? RequireError(DataViewSchema schema, string imageColumnName)
    {
        if (!UnreadableIsMissing) return null;
        return FindError(schema) ?? throw new ArgumentException($"The column that LoadImageTensors made beside '{imageColumnName}' to tell which images cannot be read must be in the data. "
            + $"It is gone, and such images would pass as black ones. Found: {string.Join(", ", schema.Select(column => column.Name))}. Drop columns after this step, or load with onUnreadable: Fail.");
    }

    /// <summary>Makes what tells whether the image of the row where a cursor stands is unreadable.</summary>
    public static Func<bool> ErrorReader(DataViewRow cursor, DataViewSchema.Column error)
    {
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(error);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getter(ref text);
            return !text.IsEmpty;
        };
    }

    /// <summary>The annotations of the pixel column.</summary>
    public DataViewSchema.Annotations ToAnnotations() => Text(Kind, JsonSerializer.Serialize(this, s_json));

    /// <summary>Annotations that hold one text.</summary>
    public static DataViewSchema.Annotations Text(string kind, string value)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        TextAnnotation.Add(builder, kind, value);
        return builder.ToAnnotations();
    }

    private DataViewSchema.Column? Find(DataViewSchema schema, string kind)
    {
        foreach (var column in schema)
            if (!column.IsHidden && TextAnnotation.Read(column, kind) == Token) return column;
        return null;
    }
}
