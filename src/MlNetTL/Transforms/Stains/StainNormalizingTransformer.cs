using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Brings the stains of each image to a reference.</summary>
public sealed class StainNormalizingTransformer : BatchTransformer
{
    internal const string LoaderName = "MlNetTLStains";

    private static readonly ModelSignature s_signature = new("TLSTAINS", LoaderName);

    internal StainNormalizingTransformer(string outputColumnName, string inputColumnName, StainReference reference) =>
        (OutputColumnName, InputColumnName, Reference) = (outputColumnName, inputColumnName, reference);

    /// <summary>The column that comes out.</summary>
    public string OutputColumnName { get; }

    /// <summary>The image column.</summary>
    public string InputColumnName { get; }

    /// <summary>What the stains become.</summary>
    public StainReference Reference { get; }

    internal override int BatchRows => 16;

    // Pixels are no longer those of the files: trainers draw them from this column, and the store knows nothing of them.
    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input)
    {
        var (image, layout) = Check(input, InputColumnName);
        var type = new VectorDataViewType(NumberDataViewType.Byte, layout.Channels, layout.Height, layout.Width);
        return [new(OutputColumnName, type, (image! with { Decode = null, SourceColumn = null }).ToAnnotations())];
    }

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs) => [input[InputColumnName]];

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) =>
        new StainWorker(input, InputColumnName, Check(input.Schema, InputColumnName).Layout, Reference, BatchRows);

    internal override void Save(ModelSaveContext ctx) => ModelEntry.Save(ctx, s_signature, JsonSerializer.Serialize(new Saved(OutputColumnName, InputColumnName, Reference)));

    internal static StainNormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var saved = JsonSerializer.Deserialize<Saved>(ModelEntry.Load(ctx, s_signature))!;
        return new(saved.Output, saved.Input, saved.Reference);
    }

    internal static (ImageColumn? Image, ImageLayout Layout) Check(DataViewSchema schema, string name)
    {
        var (image, layout) = ImageColumnCheck.Of(schema, name, null);
        return layout is { Channels: 3, PixelType: PixelType.Byte } ? (image, layout) : throw new ArgumentException(
            $"Image column '{name}' must have three channels (red, green, blue) of Byte: stains are colours. Found: {layout}. Load the images with channels: 3 and pixelType: Byte.");
    }

    private sealed record Saved(string Output, string Input, StainReference Reference);
}
