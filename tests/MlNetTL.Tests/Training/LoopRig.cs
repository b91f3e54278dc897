using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Foundation;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

/// <summary>Runs the training loop alone, on 8 x 8 pixels drawn from a seed, for networks that are not in the table.</summary>
internal sealed class LoopRig : IDisposable
{
    private static readonly ImageLayout s_layout = new(1, 8, 8);
    private readonly NetworkInput _input = new(s_layout, new([0.5f], [0.25f]), CPU);

    public ImageTransferLearningTrainer.Options Options { get; } = new()
    {
        Backbone = "resnet18",
        Epochs = 2,
        BatchSize = 4,
        LearningRate = 0.05,
        Optimizer = new Sgd(),
    };

    public List<EpochMetrics> Epochs { get; } = [];

    public List<TrainingProgress> Steps { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>Called after each batch.</summary>
    public Action? Stepped { get; set; }

    /// <summary>Trains a network on some rows and validates on others.</summary>
    public EpochMetrics Run(Backbone network, int rows = 12, int validation = 0, int seed = 3)
    {
        var host = ((IHostEnvironment)new MLContext(1)).Register("rig");
        using var progress = new FitProgress(host, step =>
        {
            Steps.Add(step);
            Stepped?.Invoke();
        }, Epochs.Add);
        using var scope = NewDisposeScope();
        var loop = new TrainingLoop(network, LearningTask.For(PredictionTask.Binary), ["x"], Options, seed, null, progress, Notes.Add, Notes.Add);
        return loop.Run(Source(rows), validation == 0 ? null : Source(validation));
    }

    /// <summary>The rows as the loop gets them.</summary>
    public BatchSource Source(int rows) =>
        new(new ImageRows(new DrawnPixels(rows), [.. Enumerable.Range(0, rows)], [.. Enumerable.Range(0, rows).Select(row => new float[] { row % 2 })], null), _input, CPU);

    /// <summary>Every value of a network.</summary>
    public static float[] Values(Backbone network) =>
        [.. network.state_dict().Values.SelectMany(tensor => tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray())];

    public void Dispose() => _input.Dispose();

    private sealed class DrawnPixels(int count) : IPixelRows
    {
        public int Count => count;

        public int RowBytes => s_layout.RowBytes;

        public void CopyTo(int row, Span<byte> destination)
        {
            var random = new RowRandom(1, "rig", row: row);
            foreach (ref var pixel in destination[..RowBytes]) pixel = (byte)(random.NextInt(128) + 100 * (row % 2));
        }

        public void Dispose()
        {
        }
    }
}
