using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Interop;
using MlNetTL.Transforms;
using MlNetTL.Weights;
using TorchSharp;

namespace MlNetTL.Scoring;

/// <summary>Makes vectors of deep features from images: in batches, lazily, from any number of threads. It is saved in ML.NET's zip with the network's weights.</summary>
/// <remarks>An unreadable image that <c>LoadImageTensors</c> lets pass gives NaN. Dispose it to free the network.</remarks>
public sealed class ImageFeaturizingTransformer : BatchTransformer, IDisposable
{
    internal const string LoaderSignature = "MlNetTLImageFeatures";
    private const string WeightsName = "Weights.safetensors";
    private static readonly ModelSignature s_signature = new("MNTLFEAT", LoaderSignature);

    private readonly IHost _host;
    private readonly FeatureNetwork _network;
    private readonly FeaturizerState _state;
    private readonly CancellationToken _cancel;

    internal ImageFeaturizingTransformer(IHostEnvironment environment, FeatureNetwork network, FeaturizerState state, CancellationToken cancel = default)
    {
        _host = environment.Register(nameof(ImageFeaturizingTransformer));
        _network = network;
        _state = state with { Description = network.Description };
        _cancel = cancel;
    }

    /// <summary>What computes the features.</summary>
    public FeatureDescription Description => _state.Description;

    /// <summary>The column of features.</summary>
    public string OutputColumnName => _state.OutputColumnName;

    /// <summary>The image column.</summary>
    public string InputColumnName => _state.InputColumnName;

    internal override int BatchRows => _state.BatchRows;

    /// <summary>The number of images that the network was run on.</summary>
    internal long Computed => _network.Computed;

    internal Backbone Network => _network.Network;

    /// <summary>Frees the network, and keeps on disk what was computed last.</summary>
    public void Dispose() => _network.Dispose();

    internal override DataViewSchema.DetachedColumn[] MakeOutputColumns(DataViewSchema input)
    {
        var (image, layout) = ImageColumnCheck.Of(input, InputColumnName, Description.Layout);
        image?.RequireError(input, InputColumnName);
        return layout == Description.Layout
            ? [OutputColumn(OutputColumnName, Description.Stage, Description.Width)]
            : throw new ArgumentException($"Image column '{InputColumnName}' must hold {Description.Layout}, which the features were fitted for. Found: {layout}.");
    }

    internal override IEnumerable<DataViewSchema.Column> InputsFor(DataViewSchema input, IReadOnlyList<bool> activeOutputs) => PixelBatch.InputsFor(input, InputColumnName);

    internal override IBatchWorker CreateWorker(DataViewRow input, IReadOnlyList<bool> activeOutputs) => new FeatureWorker(_network, InputColumnName, input, BatchRows, () =>
    {
        _cancel.ThrowIfCancellationRequested();
        Environments.CheckAlive(_host);
    });

    // A head that is not run may be of any size and is left out.
    internal override void Save(ModelSaveContext ctx) => ModelEntry.Save(ctx, s_signature, _state.ToJson(), (WeightsName, stream => SafetensorsWriter.Write(
        stream, Needed(Network, Description.Stage).Select(entry => (entry.Key, entry.Value)))));

    /// <summary>The column of features, with a name for each.</summary>
    internal static DataViewSchema.DetachedColumn OutputColumn(string name, string stage, int width)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddSlotNames([.. Enumerable.Range(0, width).Select(i => $"{stage}.{i}")]);
        return ScoreAnnotations.Column(name, new VectorDataViewType(NumberDataViewType.Single, width), annotations);
    }

    private static IEnumerable<KeyValuePair<string, torch.Tensor>> Needed(Backbone network, string stage) =>
        network.state_dict().Where(entry => stage == Backbone.StageNames[^1] || !network.IsHead(entry.Key));

    // Called by ML.NET's loader, by way of Interop/LoadableClasses.cs.
    private static ImageFeaturizingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        var state = FeaturizerState.FromJson(ModelEntry.Load(ctx, s_signature));
        var description = state.Description;
        var network = BackboneTable.All[description.Backbone].Build(description.Layout.Channels, description.Head, seed: 0);
        try
        {
            network.DropAuxiliary();
            ModelEntry.ReadStream(ctx, WeightsName, stream =>
            {
                using var checkpoint = Checkpoint.OpenSafetensors(stream, WeightsName);
                foreach (var (name, tensor) in Needed(network, description.Stage)) checkpoint.CopyTo(name, tensor);
            });
            return new(environment, new FeatureNetwork(network, description, torch.CPU), state);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
