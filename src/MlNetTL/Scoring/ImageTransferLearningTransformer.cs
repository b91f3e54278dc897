using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Interop;
using MlNetTL.Transforms;
using MlNetTL.Weights;
using TorchSharp;

namespace MlNetTL.Scoring;

/// <summary>Scores images with a trained network. It scores in batches, lazily, from any number of threads, and is saved in ML.NET's zip with weights, preprocessing, labels and versions.</summary>
/// <remarks>An unreadable image that <c>LoadImageTensors</c> lets pass scores NaN. Dispose it to free the network.</remarks>
public sealed class ImageTransferLearningTransformer : BatchTransformer, ISingleFeaturePredictionTransformer<ImageTransferLearningModel>, IDisposable
{
    internal const string LoaderSignature = "MlNetTLImageScorer";
    private const string WeightsName = "Weights.safetensors";
    private static readonly ModelSignature s_signature = new("MNTLSCOR", LoaderSignature);

    private readonly IHost _host;
    private readonly KeyValues? _keys;
    private readonly ScoreColumnNames _names;
    private readonly ScoreColumns _columns;

    internal ImageTransferLearningTransformer(IHostEnvironment environment, ImageTransferLearningModel model, KeyValues? keys, ScoreColumnNames names)
    {
        _host = environment.Register(nameof(ImageTransferLearningTransformer));
        Model = model;
        _keys = keys;
        _names = names;
        _columns = ScoreColumns.For(model.Description, keys, names);
    }

    /// <inheritdoc/>
    public ImageTransferLearningModel Model { get; }

    /// <inheritdoc/>
    public string FeatureColumnName => _names.Feature;

    /// <inheritdoc/>
    public DataViewType FeatureColumnType => new VectorDataViewType(
        Layout.PixelType == PixelType.Byte ? NumberDataViewType.Byte : NumberDataViewType.UInt16, Layout.Channels, Layout.Height, Layout.Width);

    // 64 MB of pixels at the most.
    internal override int BatchRows => Math.Clamp((64 << 20) / Layout.RowBytes, 1, 32);

    private ImageLayout Layout => Model.Description.Layout;

    /// <summary>Frees the network.</summary>
    public void Dispose() => Model.Dispose();

    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input)
    {
        var (image, layout) = ImageColumnCheck.Of(input, _names.Feature, Layout);
        image?.RequireError(input, _names.Feature);
        return layout == Layout
            ? _columns.Make()
            : throw new ArgumentException($"Image column '{_names.Feature}' must hold {Layout}, which the model was trained on. Found: {layout}.");
    }

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs) => PixelBatch.InputsFor(input, _names.Feature);

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) => new ScoringWorker(Model, _columns, _names.Feature, input, BatchRows);

    internal override void Save(ModelSaveContext ctx) => ModelEntry.Save(ctx, s_signature, ScorerState.ToJson(new(Model.Description, _keys, _names)),
        (WeightsName, stream => SafetensorsWriter.Write(stream, Model.Network.state_dict().Select(entry => (entry.Key, entry.Value)))));

    // Called by ML.NET's loader, by way of Interop/LoadableClasses.cs. A model trained on a GPU loads on any machine: the zip holds plain numbers.
    private static ImageTransferLearningTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        var state = ScorerState.FromJson(ModelEntry.Load(ctx, s_signature));
        var description = state.Description;
        var network = BackboneTable.All[description.Backbone].BuildEmpty(description.Layout.Channels, description.Top);
        try
        {
            network.DropAuxiliary();
            ModelEntry.ReadStream(ctx, WeightsName, stream =>
            {
                using var checkpoint = Checkpoint.OpenSafetensors(stream, WeightsName);
                using var quiet = torch.no_grad();
                foreach (var (name, tensor) in network.state_dict()) checkpoint.CopyTo(name, tensor);
            });
            return new(environment, new ImageTransferLearningModel(description, network, torch.CPU), state.Keys, state.Names);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
