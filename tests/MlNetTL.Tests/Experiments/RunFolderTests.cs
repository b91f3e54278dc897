using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class RunFolderTests
{
    [TestMethod]
    public void TwoRunsOfOneSecondGetTwoFolders()
    {
        using var folder = new TemporaryFolder();
        var runs = folder["runs"];
        var names = Enumerable.Range(0, 8).AsParallel().Select(_ => Path.GetFileName(RunFolder.Create(runs, "quick", new StoppedClock()).Path)).Order().ToArray();
        CollectionAssert.AreEqual(new[] { "quick-20260131-142500" }.Concat(Enumerable.Range(2, 7).Select(i => $"quick-20260131-142500-{i}")).ToArray(), names);
        Assert.HasCount(8, Directory.GetDirectories(runs));
    }

    [TestMethod]
    public void AFolderWithFilesIsNotOverwritten()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.At(folder["mine"]);
        run.WriteReport("first");
        StringAssert.Contains(Assert.ThrowsExactly<IOException>(() => RunFolder.At(folder["mine"])).Message, "must be new or empty");
        Assert.AreEqual("first", File.ReadAllText(run.ReportPath));
        Directory.CreateDirectory(folder["empty"]);
        Assert.AreEqual(folder["empty"], RunFolder.At(folder["empty"]).Path);
    }

    [TestMethod]
    public void WritesWhatARunLeaves()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.Create(folder.Path, "made-up", new StoppedClock());
        var result = MadeUpRuns.Make(TaskKind.MultiLabel, ["Edema", "a, \"quoted\" label"], images: 20, epochs: 4);
        run.WritePipeline(result.Pipeline);
        foreach (var epoch in result.History) run.AppendEpoch(epoch with { ValidationLoss = double.NaN });
        run.WriteResult(result);

        Assert.AreEqual(PipelineFile.ToJson(result.Pipeline), PipelineFile.ToJson(PipelineFile.Read(run.PipelinePath)));
        var history = File.ReadAllLines(run.HistoryPath);
        Assert.HasCount(5, history);
        Assert.AreEqual("phase,epoch,learningRate,trainLoss,validationLoss,metricName,metric,seconds,imagesPerSecond", history[0]);
        StringAssert.StartsWith(history[1], "head,1,0.001,");
        Assert.AreEqual("", history[1].Split(',')[4]);

        var predictions = File.ReadAllLines(run.PredictionsPath("validation"));
        Assert.HasCount(21, predictions);
        Assert.AreEqual("Path,Patient,true Edema,\"true a, \"\"quoted\"\" label\",score Edema,\"score a, \"\"quoted\"\" label\"", predictions[0]);
        StringAssert.EndsWith(predictions[8], ",,", "The image that could not be read has no scores.");
        Assert.IsFalse(Directory.EnumerateFiles(run.Path, "*.tmp").Any());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 31, 14, 25, 0, TimeSpan.Zero);
    }
}
