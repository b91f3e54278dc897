using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;

namespace MlNetTL.Tests.Cli;

/// <summary>A run whose process is killed (SIGKILL) again and again, in epochs and in the writing of checkpoints, ends with the model of a run in one go.</summary>
[TestClass]
[TestCategory("Long")]
[DoNotParallelize]
public sealed class KilledRunTests
{
    private const int Kills = 10;

    // The defaults, and all at once that a fit keeps between two steps: phases, AdamW's moments, an average, draws of mixup, rows and dropout, parts of a step.
    [TestMethod]
    [DataRow(""" "batchSize": 4, "epochs": 3 """)]
    [DataRow("""
        "batchSize": 2, "averagingDecay": 0.9, "mixing": { "name": "mixup", "alpha": 0.4 }, "accumulationSteps": 2, "sampling": "label", "optimizer": { "name": "adamW", "weightDecay": 0.05 },
        "schedule": { "name": "cosine", "warmupSteps": 3 },
        "phases": [{ "epochs": 1, "train": "head", "learningRate": 0.01 }, { "epochs": 1, "train": "stage4" }, { "epochs": 1, "restartSchedule": true }]
        """, """, "model": { "weights": "first/model.zip", "top": [16], "topDropout": 0.5 }""")]
    public void KilledAtTenMomentsItEndsWithTheSameBits(string training, string more = "")
    {
        using var runs = new TinyRuns();
        // Stages freeze only where they have learned something.
        if (more.Length > 0) Assert.AreEqual(0, Start("train", Write("first.json", """ "epochs": 1 """, ""), "--output", runs["first"], "--threads", "2").Wait());
        // A checkpoint after every step, so that kills meet one being written.
        var pipeline = Write("killed.json", $""" "checkpointMinutes": 0.00001, {training} """, more.Replace("first/model.zip", runs["first/model.zip"], StringComparison.Ordinal));
        Assert.AreEqual(0, Start("train", pipeline, "--output", runs["whole"], "--threads", "2").Wait());
        var random = new MlNetTL.Foundation.RowRandom(5, "kills");
        var (inEpoch, inWriting) = (0, 0);
        string[] arguments = ["train", pipeline, "--output", runs["killed"], "--threads", "2"];
        for (var kill = 1; kill <= Kills; kill++)
        {
            var process = Start(arguments);
            var folder = runs["killed/checkpoint"];
            var before = Steps(folder);
            // Past a few steps more than the last time; then at once, or in the middle of the next checkpoint.
            var wanted = before + 2 + random.NextInt(6);
            while (Steps(folder) < wanted && !process.HasExited) Thread.Sleep(2);
            if (kill % 2 == 0)
                while (!IsWriting(folder) && !process.HasExited) Thread.Yield();
            Assert.IsFalse(process.HasExited, $"Kill {kill} came too late: {wanted} steps.");
            process.Kill();
            process.WaitForExit();
            if (IsWriting(folder)) inWriting++;
            if (Position(folder).Batches > 0) inEpoch++;
            arguments = ["resume", runs["killed"], "--threads", "2"];
        }
        Console.WriteLine($"{Kills} kills, {inEpoch} inside an epoch, {inWriting} inside the writing of a checkpoint");
        Assert.IsGreaterThanOrEqualTo(5, inEpoch);
        Assert.IsGreaterThanOrEqualTo(1, inWriting);
        Assert.AreEqual(0, Start(arguments).Wait());
        // The model may be of an early epoch; the losses are of all.
        CollectionAssert.AreEqual(History(runs["whole/history.csv"]), History(runs["killed/history.csv"]));
        CollectionAssert.AreEqual(Weights(runs["whole/model.zip"]), Weights(runs["killed/model.zip"]));
        Assert.AreEqual(File.ReadAllText(runs["whole/predictions.validation.csv"]), File.ReadAllText(runs["killed/predictions.validation.csv"]));
        Assert.IsFalse(Directory.Exists(runs["killed/checkpoint"]));

        string Write(string name, string training, string more) => runs.Write(name, $$"""
            {
              "name": "killed",
              "data": { "dataset": "phantoms", "view": "frontal", "validation": ["valid"], "phantoms": { "trainPatients": 60, "validPatients": 24, "size": 48 } },
              "task": { "kind": "multiLabel", "labels": ["Cardiomegaly", "Pleural Effusion"], "uncertain": "ones", "blank": "negative" },
              "image": { "size": 32, "channels": 1 },
              "augmentation": [{ "kind": "crop" }, { "kind": "flip" }],
              "training": { {{training}} }{{more}}
            }
            """);
    }

    // All but the last two columns, which are times.
    private static string[] History(string csv) => [.. File.ReadLines(csv).Select(line => string.Join(',', line.Split(',')[..^2]))];

    private static bool IsWriting(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.tmp").Any();

    // 45 frontal images or so in batches of four: more batches an epoch than any epoch of the test has.
    private static int Steps(string folder) => Position(folder) is var (epoch, batches) ? 1000 * (epoch - 1) + batches : 0;

    private static (int Epoch, int Batches) Position(string folder)
    {
        try
        {
            using var zip = ZipFile.OpenRead(Path.Combine(folder, "training.checkpoint"));
            using var position = JsonDocument.Parse(zip.GetEntry("position.json")!.Open());
            return (position.RootElement.GetProperty("Epoch").GetInt32(), position.RootElement.GetProperty("Batches").GetInt32());
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return (1, 0);
        }
    }

    private static byte[] Weights(string zip)
    {
        using var model = ZipFile.OpenRead(zip);
        using var stream = model.Entries.Single(entry => entry.FullName.Replace('\\', '/').EndsWith("/Weights.safetensors", StringComparison.Ordinal)).Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static ChildProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "MlNetTL.Cli.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return new(Process.Start(start)!);
    }

    private sealed class ChildProcess
    {
        private readonly Process _process;
        private readonly System.Text.StringBuilder _said = new();

        public ChildProcess(Process process)
        {
            _process = process;
            process.OutputDataReceived += (_, line) => Keep(line.Data);
            process.ErrorDataReceived += (_, line) => Keep(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public bool HasExited => _process.HasExited;

        public void Kill() => _process.Kill();

        public void WaitForExit() => _process.WaitForExit();

        public int Wait()
        {
            _process.WaitForExit();
            if (_process.ExitCode != 0) Console.WriteLine(_said);
            return _process.ExitCode;
        }

        private void Keep(string? line)
        {
            lock (_said) _said.AppendLine(line);
        }
    }
}
