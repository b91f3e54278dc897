using MlNetTL.Backbones;
using MlNetTL.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>A trained network with all that it needs to score pixels. It can score from several threads at once; dispose it with its transformer.</summary>
public sealed class ImageTransferLearningModel : IDisposable
{
    private volatile bool _isDisposed;

    internal ImageTransferLearningModel(ModelDescription description, Backbone network, Device device)
    {
        Description = description;
        Network = network;
        Device = device;
        network.to(device);
        network.eval();
        ChannelsLast.Apply(network);
        Input = new(description.Layout, description.Preprocessing, device);
    }

    /// <summary>What the zip says of the model.</summary>
    public ModelDescription Description { get; private set; }

    internal Backbone Network { get; }

    internal Device Device { get; }

    internal NetworkInput Input { get; }

    /// <summary>Keeps the cut points, which are chosen once the network is trained.</summary>
    internal void Cut(GradeCuts cuts) => Description = Description with { Cuts = cuts };

    /// <summary>The logits of some images, row by row, for each view that the model looks at.</summary>
    /// <param name="pixels">The images, one after the other.</param>
    /// <param name="rows">How many.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="InsufficientMemoryException">The images do not fit into memory together.</exception>
    internal float[][] Logits(ReadOnlyMemory<byte> pixels, int rows)
    {
        if (_isDisposed)
            throw new ObjectDisposedException(nameof(ImageTransferLearningModel), "The model must not be disposed before its last use. A PredictionEngine disposes the model that it was made from, "
                + "unless PredictionEngineOptions.OwnsTransformer is false: set it so where engines share a model.");
        try
        {
            return LogitsOf(pixels, rows);
        }
        catch (Exception error) when (OutOfMemory.IsUnadvised(error))
        {
            throw ScoringMemory.Advise(error, rows, Description.Layout, Device);
        }
    }

    private float[][] LogitsOf(ReadOnlyMemory<byte> pixels, int rows)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode(true);
        var bytes = Description.Layout.RowBytes;
        var x = Input.Pixels(rows, (row, destination) => pixels.Span.Slice(row * bytes, bytes).CopyTo(destination));
        return [.. ViewFlips.Of(Description.TestTimeViews).Select(flipped => Logits(flipped.Length == 0 ? x : x.flip(flipped)))];
    }

    private float[] Logits(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var outputs = Network.forward(Input.Normalise(pixels));
        return (Description.UncertainIsClass ? UncertainClass.LogitsOf(outputs) : outputs).to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        Network.Dispose();
        Input.Dispose();
    }
}
