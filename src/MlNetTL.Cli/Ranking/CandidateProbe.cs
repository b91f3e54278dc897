using System.Diagnostics;
using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Experiments.Ranking;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Cli.Ranking;

/// <summary>Finds out what a candidate promises for some training rows, and what it costs to train it.</summary>
/// <param name="data">The rows.</param>
/// <param name="settings">The optimiser, its rate, the size of a batch, the seed and the sizes of hidden layers, as a fit has them.</param>
/// <param name="device">The device.</param>
/// <param name="log">Takes what is found of the pixels, as a fit's log does.</param>
/// <param name="warn">Takes warnings.</param>
/// <param name="cancel">Stops between batches.</param>
internal sealed class CandidateProbe(TaskRows data, ImageTransferLearningTrainer.Options settings, Device device, IChannel log, Action<string> warn, CancellationToken cancel)
{
    // One pass over the images serves all candidates.
    private readonly MeasuredImages _images = ImageTransferLearningTrainer.Measured(data.Rows, data.Layout, cancel);

    /// <summary>Where a probe stands.</summary>
    /// <param name="Doing">What it is at.</param>
    /// <param name="Share">How much of the images are done, 0 to 1.</param>
    public readonly record struct Stage(string Doing, double Share);

    /// <summary>Probes a candidate. What goes wrong with it is told in its row and ends nothing.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RankedNetwork Probe(Candidate candidate, Action<Stage> progress)
    {
        var row = new RankedNetwork(candidate.Definition.Name, candidate.Weights ?? "none", candidate.Start);
        try
        {
            progress(new("loading", 0));
            if (candidate.Definition.SizeProblem(data.Layout.Height, data.Layout.Width) is { } small) throw new ArgumentException(small);
            using var network = settings.BuildNetwork(candidate.Definition, data.Layout.Channels, settings.TopOf(data.Outputs), settings.Seed ?? 0);
            var weights = Load(network, candidate);
            if (network.FitToImages(data.Layout.Height, data.Layout.Width) is { } note) warn(note);
            row = row with { WeightsSha256 = weights?.Sha256, Parameters = network.parameters().Sum(parameter => parameter.NumberOfElements), Features = network.FeatureCount };
            network.to(device);
            ChannelsLast.Apply(network);
            using var input = new NetworkInput(data.Layout, NormalizationFor(weights), device);
            row = Score(row, network, input, progress);
            progress(new("taking training steps", 1));
            return Cost(row, network, input);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return row with { Problem = Sentence(error) };
        }
    }

    // As a fit of the pipeline would choose it.
    private Preprocessing NormalizationFor(PretrainedWeights? weights) =>
        ChosenNormalization.Of(settings.Preprocessing, settings.Normalization, weights?.Preprocessing, _images, log).Preprocessing;

    private PretrainedWeights? Load(Backbone network, Candidate candidate) => candidate.Weights is not { } weights ? null
        : PretrainedWeights.Load(network, candidate.Definition, weights, _ => { },
            candidate.Start == StartKind.MeanAndVariance ? PretrainedUse.MeanAndVariance : PretrainedUse.Values, settings.Seed ?? 0);

    private RankedNetwork Score(RankedNetwork row, Backbone network, NetworkInput input, Action<Stage> progress)
    {
        RequireRoom(data.Rows.Count, network.FeatureCount, PeakMemory.Available());
        var clock = Stopwatch.StartNew();
        var extraction = new FeatureExtraction(network, input, data.Layout, Backbone.StageNames[^2]);
        var features = extraction.OfRows(data.Rows.Pixels, data.Rows.PixelRows, progress: new Relay(step => progress(new("reading features", (double)step.Done / step.Total))), cancel: cancel);
        var seconds = clock.Elapsed.TotalSeconds;
        progress(new("scoring", 1));
        var estimate = data.Score(features);
        return row with { LogME = estimate.LogME, HScore = estimate.HScore, Labels = estimate.Labels, ForwardSeconds = seconds };
    }

    /// <summary>Refuses more images than can be scored, before their features are read.</summary>
    /// <param name="rows">The images.</param>
    /// <param name="features">The features of each.</param>
    /// <param name="available">The memory that is free.</param>
    internal static void RequireRoom(long rows, long features, long available)
    {
        // In float64: the matrix, centred, the decomposition's copy and its vectors, twice, and what is kept of one; and the features themselves.
        const long bytesOfEach = 7 * sizeof(double) + 2 * sizeof(float);
        if (rows * features * bytesOfEach <= available) return;
        throw new InsufficientMemoryException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"Out of memory: {features:N0} features of {rows:N0} images need about {rows * features * bytesOfEach / 1e9:f1} GB, and {available / 1e9:f1} GB are free. Rank on --images {available / (features * bytesOfEach * 2):0} or fewer."));
    }

    // The figures stand, whatever becomes of the step.
    private RankedNetwork Cost(RankedNetwork row, Backbone network, NetworkInput input)
    {
        try
        {
            var cost = StepCost.Measure(network, input, data, (settings.Optimizer, settings.LearningRate, settings.BatchSize), device, cancel);
            return row with { StepSeconds = cost.Seconds, StepImages = cost.Images, StepBytes = cost.Bytes };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return row with { Problem = Sentence(error) };
        }
    }

    private static string Sentence(Exception error)
    {
        var inner = Failures.Innermost(error);
        // libtorch tells where in its sources a failure came up, which fills a screen. The first line says what it was.
        var first = inner.Message.ReplaceLineEndings("\n").Split('\n')[0];
        return inner is OutOfMemoryException || first.Contains("not enough memory", StringComparison.Ordinal) || first.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            ? $"Out of memory. {first}" : first;
    }

    private sealed class Relay(Action<FeatureProgress> action) : IProgress<FeatureProgress>
    {
        public void Report(FeatureProgress value) => action(value);
    }
}
