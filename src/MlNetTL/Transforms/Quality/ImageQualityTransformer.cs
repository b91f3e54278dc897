using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Measures the quality of images: a column for each figure.</summary>
public sealed class ImageQualityTransformer : BatchTransformer
{
    internal const string LoaderName = "MlNetTLImageQuality";

    private static readonly ModelSignature s_signature = new("TLIMQUAL", LoaderName);
    private static readonly string[] s_figures = [nameof(ImageQuality.Focus), nameof(ImageQuality.Exposure), nameof(ImageQuality.Clipped), nameof(ImageQuality.DiscCoverage)];

    internal ImageQualityTransformer(string inputColumnName, string prefix) => (InputColumnName, Prefix) = (inputColumnName, prefix);

    /// <summary>The image column.</summary>
    public string InputColumnName { get; }

    /// <summary>What the names of the columns begin with.</summary>
    public string Prefix { get; }

    internal override int BatchRows => 16;

    internal DataViewSchema.DetachedColumn[] Columns =>
        [.. s_figures.Select(name => new DataViewSchema.DetachedColumn(Prefix + name, NumberDataViewType.Single)), new(Prefix + "Blank", BooleanDataViewType.Instance)];

    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input)
    {
        ImageColumnCheck.Of(input, InputColumnName, null);
        return Columns;
    }

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs) => PixelBatch.InputsFor(input, InputColumnName);

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) =>
        new ImageQualityWorker(input, InputColumnName, ImageColumnCheck.Of(input.Schema, InputColumnName, null).Layout, BatchRows);

    internal override void Save(ModelSaveContext ctx) => ModelEntry.Save(ctx, s_signature, JsonSerializer.Serialize(new Saved(InputColumnName, Prefix)));

    internal static ImageQualityTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var saved = JsonSerializer.Deserialize<Saved>(ModelEntry.Load(ctx, s_signature))!;
        return new(saved.Input, saved.Prefix);
    }

    private sealed record Saved(string Input, string Prefix);
}
