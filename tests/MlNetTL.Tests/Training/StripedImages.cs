using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Foundation;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training;
using TorchSharp;

namespace MlNetTL.Tests.Training;

/// <summary>Small grey pictures of stripes, upright or lying, with noise: a task that a network learns in seconds and that a test can make.</summary>
internal sealed class StripedImages : IDisposable
{
    public const int Size = 32;
    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes <paramref name="count"/> pictures; every other one has upright stripes. Two of the same kind belong to one patient.</summary>
    public StripedImages(int count, PixelType pixelType = PixelType.Byte)
    {
        Rows = [.. Enumerable.Range(0, count).Select(i => new Row
        {
            Path = Write(i, pixelType),
            Label = i % 2 == 0,
            Kind = i % 2 == 0 ? "upright" : "lying",
            Patient = $"patient{i / 4}",
            Labels = [i % 2, i % 3 == 0 ? float.NaN : 1 - i % 2, 0],
        })];
        ML.Log += (_, e) =>
        {
            // Two fits may log at once.
            lock (Notes) (e.Kind == ChannelMessageKind.Warning ? Warnings : Notes).Add(e.Message);
        };
    }

    public Row[] Rows { get; }

    public MLContext ML { get; } = new(seed: 1);

    /// <summary>The warnings that were logged.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>What else was logged.</summary>
    public List<string> Notes { get; } = [];

    public IDataView View => ML.Data.LoadFromEnumerable(Rows);

    public string Store => _folder["store"];

    /// <summary>The path of something in the folder.</summary>
    public string this[string name] => _folder[name];

    /// <summary>The step that loads the pictures.</summary>
    public IEstimator<ITransformer> Load(int channels = 1, PixelType pixelType = PixelType.Byte, UnreadableImages onUnreadable = UnreadableImages.Fail) =>
        ML.Transforms.LoadImageTensors(new("Image", Size, Size, Channels: channels, PixelType: pixelType, OnUnreadable: onUnreadable, StoreFolder: Store));

    /// <summary>Options that train in a second or two.</summary>
    public static ImageTransferLearningTrainer.Options Quick(int epochs = 2, double learningRate = 1e-3) => new()
    {
        Backbone = "resnet18",
        Weights = null,
        Epochs = epochs,
        BatchSize = 8,
        LearningRate = learningRate,
        ValidationFraction = 0.25,
        SamplingKeyColumnName = "Patient",
        Seed = 3,
        Device = "cpu",
    };

    /// <summary>Trains on the rows of a view (default: all pictures) that has been through <see cref="Load"/>.</summary>
    public ImageTransferLearningTransformer Fit(ImageTransferLearningTrainer.Options options, PredictionTask task = PredictionTask.Binary, IDataView? view = null, int channels = 1)
    {
        view ??= View;
        return new ImageTransferLearningTrainer(ML, task, options).Fit(Load(channels).Fit(view).Transform(view));
    }

    /// <summary>Every value of a trained network, in the order of its names.</summary>
    public static float[] Values(ImageTransferLearningTransformer transformer)
    {
        using var scope = torch.NewDisposeScope();
        return [.. transformer.Model.Network.state_dict().Values.SelectMany(tensor => tensor.to(torch.ScalarType.Float32).contiguous().data<float>().ToArray())];
    }

    public void Dispose() => _folder.Dispose();

    private string Write(int i, PixelType pixelType)
    {
        var random = new RowRandom(11, "stripes", row: i);
        var period = 4 + random.NextInt(4);
        var pixels = new byte[Size * Size * (pixelType == PixelType.UInt16 ? 2 : 1)];
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
            {
                var value = Math.Clamp(((i % 2 == 0 ? x : y) % period < period / 2 ? 200 : 60) + 20 * random.NextGaussian(), 0, 255);
                var at = y * Size + x;
                if (pixelType == PixelType.Byte) pixels[at] = (byte)value;
                else BitConverter.TryWriteBytes(pixels.AsSpan(2 * at), (ushort)(value * 257));
            }
        var path = _folder[$"{i:d4}.png"];
        File.WriteAllBytes(path, ImageEncoder.Png(pixels, 1, Size, Size, pixelType));
        return path;
    }

    internal sealed class Row
    {
        public string Path { get; set; } = "";

        public bool Label { get; set; }

        public string Kind { get; set; } = "";

        public string Patient { get; set; } = "";

        [Microsoft.ML.Data.VectorType(3)]
        public float[] Labels { get; set; } = [];
    }
}
