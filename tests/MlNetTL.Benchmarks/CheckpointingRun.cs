using System.Diagnostics;
using System.Globalization;
using MlNetTL.Backbones;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using static TorchSharp.torch;

namespace MlNetTL.Benchmarks;

/// <summary>What a step with activation checkpointing takes, in memory and in time, beside one that keeps all, in turns. Each has a process of its own: what one leaves in the heap is not what the
/// other has to work with.</summary>
internal static class CheckpointingRun
{
    private const int Rounds = 3, Steps = 3;

    public static void Run(string backbone, string batch, string size)
    {
        var (memory, time) = (new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            var (kept, recomputed) = (Child(recomputes: false), Child(recomputes: true));
            memory.Add(recomputed.Bytes / kept.Bytes);
            time.Add(recomputed.Seconds / kept.Seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{backbone}, {batch} images of {size} px, round {round}: {kept.Bytes / 1e6:f0} MB and {kept.Seconds:f2} s a step; with checkpointing {recomputed.Bytes / 1e6:f0} MB and {recomputed.Seconds:f2} s"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio with / without: memory {Median(memory):f2}, time {Median(time):f2}"));

        (double Bytes, double Seconds) Child(bool recomputes)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Environment.GetCommandLineArgs()[..1], "checkpointing", backbone, batch, size, $"{recomputes}"]) { RedirectStandardOutput = true })!;
            var figures = process.StandardOutput.ReadToEnd().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            return (figures[0], figures[1]);
        }
    }

    /// <summary>Takes steps and prints how far memory rose above parameters and gradients, and the shortest time.</summary>
    public static void Measure(string backbone, int batch, int size, bool recomputes)
    {
        using var network = BackboneTable.All[backbone].Build(3, new Top(10), seed: 1);
        network.FitToImages(size, size);
        ChannelsLast.Apply(network);
        using var stages = new TrainedStages(network, StagePlan.Of(new()), new Sgd(), totalSteps: 1000);
        stages.EnterTraining();
        using var returning = recomputes ? Allocator.ReturnLargeBlocks() : null;
        // The first pays for gradients and for the layout of weights.
        Step(images: 2);
        var memory = PeakMemory.Watch();
        var seconds = Enumerable.Range(0, Steps).Select(_ => Step(batch)).Min();
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{memory.Rise ?? double.NaN} {seconds}"));

        double Step(int images)
        {
            var clock = Stopwatch.StartNew();
            using var scope = NewDisposeScope();
            using var pass = ForwardPass.Of(network, stages, ChannelsLast.Of(rand([images, 3, size, size])), (TrainingPrecision.Float32, recomputes));
            pass.Backward(pass.Auxiliary is { } auxiliary ? pass.Logits.sum() + auxiliary.sum() : pass.Logits.sum());
            return clock.Elapsed.TotalSeconds;
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
