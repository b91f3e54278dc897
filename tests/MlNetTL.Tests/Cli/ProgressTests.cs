using System.Collections.Concurrent;
using MlNetTL.Cli;
using MlNetTL.Cli.Progress;
using MlNetTL.Experiments.Runs;
using MlNetTL.Training;
using Spectre.Console;

namespace MlNetTL.Tests.Cli;

[TestClass]
public sealed class ProgressTests : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly HandClock _clock = new();

    public void Dispose() => _out.Dispose();

    [TestMethod]
    public void ALogGetsALineAtTheStartAndOneEveryTwentySeconds()
    {
        var progress = new LineProgress(Terminal.OfWriters(_out, new StringWriter()), _clock);
        progress.Report("Decoding images", 0);
        _clock.Now += TimeSpan.FromSeconds(19);
        progress.Report("Decoding images", 0.1, "1 of 10", TimeSpan.FromSeconds(171));
        _clock.Now += TimeSpan.FromSeconds(1);
        progress.Report("Decoding images", 0.2, "2 of 10", TimeSpan.FromSeconds(80));
        progress.Report("Decoding images", 0.3, "3 of 10", TimeSpan.FromSeconds(47));
        progress.Report("Training", 0);
        _clock.Now += TimeSpan.FromSeconds(20);
        progress.Report("Training", 0.5);
        Assert.AreEqual("Decoding images …|Decoding images: 20 %, 2 of 10, 1 min 20 s left|Training …|Training: 50 %", Lines());
    }

    [TestMethod]
    [DataRow(0.2, "1 s")]
    [DataRow(58.3, "59 s")]
    [DataRow(60, "1 min 0 s")]
    [DataRow(3599, "59 min 59 s")]
    [DataRow(7384, "2 h 3 min")]
    [DataRow(93_600, "26 h 0 min")]
    public void TheTimeLeftIsSaidAsPeopleSayIt(double seconds, string expected)
    {
        var progress = new LineProgress(Terminal.OfWriters(_out, new StringWriter()), _clock);
        progress.Report("Training", 0);
        _clock.Now += TimeSpan.FromMinutes(1);
        progress.Report("Training", 0.25, remaining: TimeSpan.FromSeconds(seconds));
        StringAssert.EndsWith(Lines(), $"Training: 25 %, {expected} left");
    }

    [TestMethod]
    public void ABarTellsTheTimeLeftUntilItIsFull()
    {
        var details = new ConcurrentDictionary<int, string>();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(_out) });
        console.Profile.Width = 120;
        var terminal = new Terminal(console, console, _out);
        console.Progress().AutoRefresh(false).Columns(BarProgress.Columns(details)).Start(context =>
        {
            var bars = new BarProgress(terminal, context, details);
            bars.Report("Training", 0.25, "epoch 1 of 4", TimeSpan.FromSeconds(125));
            context.Refresh();
            bars.Report("Training", 1, "epoch 4 of 4", TimeSpan.Zero);
            Assert.AreEqual("epoch 4 of 4", details.Values.Single());
            bars.Report("Scoring", 0.5, remaining: TimeSpan.FromSeconds(3));
            Assert.Contains("3 s left", details.Values);
        });
        var drawn = _out.ToString();
        StringAssert.Contains(drawn, "2 min 5 s left, epoch 1 of 4");
        StringAssert.Contains(drawn, "25%");
    }

    [TestMethod]
    public void WhatATrainerTellsBecomesAShareATimeLeftAndALineForEachEpoch()
    {
        using var folder = new TemporaryFolder();
        var reporter = new TrainingReporter(new LineProgress(Terminal.OfWriters(_out, new StringWriter()), _clock), RunFolder.At(folder["run"]), epochs: 4);
        reporter.Take(new TrainingProgress(TrainingStage.Decoding, 0, 4, 5, 20, double.NaN, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
        _clock.Now += TimeSpan.FromSeconds(30);
        reporter.Take(new TrainingProgress(TrainingStage.Decoding, 0, 4, 10, 20, double.NaN, TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(31)));
        reporter.Take(new TrainingProgress(TrainingStage.Training, 1, 4, 0, 20, 0.7, TimeSpan.Zero, null));
        _clock.Now += TimeSpan.FromSeconds(30);
        reporter.Take(new TrainingProgress(TrainingStage.Training, 1, 4, 20, 20, 0.5, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90)));
        reporter.Take(new EpochMetrics("all", 1, 1e-3, 0.5, 0.25, "AUC", 0.75, true, TimeSpan.FromSeconds(30), 12));
        Assert.AreEqual("Decoding images …|Decoding images: 50 %, 10 of 20, 31 s left|Training …|Training: 25 %, epoch 1 of 4, loss 0.500, 1 min 30 s left"
            + "|Epoch 1 of 4: training loss 0.500, validation loss 0.250, AUC 0.750, 12 images/s (best so far)", Lines());
        Assert.AreEqual(0, reporter.BestEpoch);
    }

    private string Lines() => string.Join('|', _out.ToString().TrimEnd().Split(Environment.NewLine));

    /// <summary>A clock that goes when a test says so.</summary>
    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
