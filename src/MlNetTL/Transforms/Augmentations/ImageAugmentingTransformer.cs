using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Foundation;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>
/// When scoring the identity. When a pipeline is fitted it adds its policy to the image column's annotation, and the trainer draws fresh changes for each
/// batch.
/// </summary>
public sealed class ImageAugmentingTransformer : ITransformerWithDifferentMappingAtTrainingTime
{
    internal const string LoaderName = "MlNetTLAugmentImages";

    private static readonly ModelSignature s_signature = new("TLAUGMNT", LoaderName);

    internal ImageAugmentingTransformer(string outputColumnName, string inputColumnName, AugmentationPolicy policy) =>
        (OutputColumnName, InputColumnName, Policy) = (outputColumnName, inputColumnName, policy);

    /// <summary>The column that comes out.</summary>
    public string OutputColumnName { get; }

    /// <summary>The image column.</summary>
    public string InputColumnName { get; }

    /// <summary>What is done to images at training.</summary>
    public AugmentationPolicy Policy { get; }

    /// <summary>True: a prediction engine can score single rows.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The input's columns, and one more with the same images where the output has another name.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => ForScoring(inputSchema).Output;

    /// <summary>Leaves images as they are.</summary>
    public IDataView Transform(IDataView input) => new AliasView(ForScoring(input.Schema), input);

    /// <summary>Leaves images as they are.</summary>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => ForScoring(inputSchema);

    IDataView ITransformerWithDifferentMappingAtTrainingTime.TransformForTrainingPipeline(IDataView input) => new AliasView(ForTraining(input.Schema), input);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ModelEntry.Save(ctx, s_signature, JsonSerializer.Serialize(new Saved(OutputColumnName, InputColumnName, Policy)));

    internal static ImageAugmentingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var saved = JsonSerializer.Deserialize<Saved>(ModelEntry.Load(ctx, s_signature))!;
        return new(saved.Output, saved.Input, saved.Policy);
    }

    internal static ArgumentException NoColumn(string name, IEnumerable<string> known)
    {
        var names = known.Distinct().ToArray();
        return new($"Column '{name}' must hold images. It is not there.{Suggestion.For(name, names)} Columns: {string.Join(", ", names)}.");
    }

    internal static ArgumentException NoImage(string name, string found) => new(
        $"Column '{name}' must be an image column: its annotation {ImageColumn.Kind} says what it holds. Found: {found} without it. "
        + "Make it with LoadImageTensors, and keep transforms that drop annotations (Concatenate, ConvertType, CustomMapping) out from between.");

    /// <summary>The schema for a trainer: the steps of earlier policies come first.</summary>
    internal AliasSchema ForTraining(DataViewSchema input)
    {
        var (column, image) = Find(input);
        Policy.RequireFit(image.Channels, image.Height, image.Width);
        var steps = (image.Augmentation?.Steps ?? []).Concat(Policy.Steps);
        return new(input, column, OutputColumnName, (image with { Augmentation = new([.. steps]) }).ToAnnotations());
    }

    private AliasSchema ForScoring(DataViewSchema input)
    {
        var (column, image) = Find(input);
        return new(input, column, OutputColumnName, (image with { AugmentationWithheld = true }).ToAnnotations());
    }

    private (DataViewSchema.Column Column, ImageColumn Image) Find(DataViewSchema input)
    {
        var column = input.GetColumnOrNull(InputColumnName) ?? throw NoColumn(InputColumnName, input.Select(c => c.Name));
        return (column, ImageColumn.Read(column) ?? throw NoImage(InputColumnName, column.Type.ToString()!));
    }

    private sealed record Saved(string Output, string Input, AugmentationPolicy Policy);
}
