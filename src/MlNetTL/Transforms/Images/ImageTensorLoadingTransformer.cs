using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>
/// Decodes images to vectors of known size, a batch at a time on all cores; images that the store of decoded images holds are read from there, and nothing is
/// written to it.
/// </summary>
public sealed class ImageTensorLoadingTransformer : BatchTransformer
{
    internal const string LoaderName = "MlNetTLImageTensors";

    private const int BatchBytes = 64 << 20;

    private static readonly ModelSignature s_signature = new("TLIMGTNS", LoaderName);
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    internal ImageTensorLoadingTransformer(LoadImageTensorsOptions options)
    {
        Options = options;
        Store = ImageStore.Open(options.Decode, options.StoreFolder);
    }

    /// <summary>The settings. In a loaded model the folders are null: paths are taken as they are, and the store is the user's.</summary>
    public LoadImageTensorsOptions Options { get; }

    internal ImageStore Store { get; }

    internal override int BatchRows => Math.Clamp(BatchBytes / Options.Decode.RowBytes, 1, 32);

    private string SourceName => Options.OutputColumnName + "Source";

    private string ErrorName => Options.OutputColumnName + "Error";

    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input) =>
        MakeOutputColumns(ImageInput.Find(input, Options.InputColumnName).Type is TextDataViewType);

    internal DataViewSchema.DetachedColumn[] MakeOutputColumns(bool hasPaths)
    {
        var decode = Options.Decode;
        var missing = Options.OnUnreadable == UnreadableImages.Missing;
        var token = Token(hasPaths);
        var image = new ImageColumn(
            decode.Channels,
            decode.Height,
            decode.Width,
            decode.PixelType,
            Decode: hasPaths ? decode : null,
            Options.StoreFolder,
            SourceColumn: hasPaths ? SourceName : null,
            token,
            UnreadableIsMissing: missing,
            Augmentation: null);
        var columns = new List<DataViewSchema.DetachedColumn> { new(Options.OutputColumnName, image.ColumnType, image.ToAnnotations()) };
        if (hasPaths) columns.Add(new(SourceName, TextDataViewType.Instance, ImageColumn.Text(ImageColumn.SourceKind, token)));
        if (missing) columns.Add(new(ErrorName, TextDataViewType.Instance, ImageColumn.Text(ImageColumn.ErrorKind, token)));
        return [.. columns];
    }

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs) => [ImageInput.Find(input, Options.InputColumnName)];

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) =>
        new ImageTensorWorker(this, ImageInput.Create(input, Options, Store, BatchRows), activeOutputs);

    // Folders belong to a machine, not to a model.
    internal override void Save(ModelSaveContext ctx) =>
        ModelEntry.Save(ctx, s_signature, JsonSerializer.Serialize(Options with { ImageFolder = null, StoreFolder = null }, s_json));

    internal static ImageTensorLoadingTransformer Create(IHostEnvironment env, ModelLoadContext ctx) =>
        new(JsonSerializer.Deserialize<LoadImageTensorsOptions>(ModelEntry.Load(ctx, s_signature), s_json)!);

    // The same settings give the same token, so that schemas of equal chains are equal.
    private string Token(bool hasPaths) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{hasPaths} {Options}")))[..16];
}
