using TorchSharp;

namespace MlNetTL.Tests.Cli;

[TestClass]
public sealed class CancelTests
{
    [TestMethod]
    public void ACancelledTrainingGoesOnAndLeavesNoHalfFile()
    {
        using var runs = new TinyRuns();
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter("Epoch 1 of 3", cancel);
        var train = CommandLine.Run(output, cancel.Token, "train", runs.MultiLabel(), "--epochs", "3", "--output", runs["run"]);
        Assert.AreEqual(130, train.ExitCode, train.Error);
        StringAssert.Contains(train.Error, "The steps so far are kept: 'mlnettl resume ");
        CollectionAssert.AreEquivalent(new[] { ".run", "checkpoint", "events", "history.csv", "pipeline.resolved.json" },
            Directory.GetFileSystemEntries(runs["run"]).Select(entry => Path.GetFileName(entry) is var name && name.StartsWith("events.out.tfevents.", StringComparison.Ordinal) ? "events" : name).ToArray());
        Assert.HasCount(2, File.ReadAllLines(runs["run/history.csv"]), "A header and the first epoch.");
        Assert.IsEmpty(Directory.GetFiles(runs.Root, "*.tmp", SearchOption.AllDirectories));
        // What is there may be wanted, or be a run that goes on: nothing is overwritten, and the way out is told.
        CommandLine.Run("train", runs.MultiLabel(), "--output", runs["run"]).AssertRefused("They are of a run that was cut off", "'mlnettl resume ");
        Assert.HasCount(2, File.ReadAllLines(runs["run/history.csv"]));

        var resumed = CommandLine.Run("resume", runs["run"]);
        Assert.AreEqual(0, resumed.ExitCode, resumed.Error);
        var whole = CommandLine.Run("train", runs.MultiLabel(), "--epochs", "3", "--output", runs["whole"]);
        Assert.AreEqual(0, whole.ExitCode, whole.Error);
        CollectionAssert.AreEqual(Bare(runs["whole/history.csv"]), Bare(runs["run/history.csv"]));
        Assert.AreEqual(File.ReadAllText(runs["whole/predictions.validation.csv"]), File.ReadAllText(runs["run/predictions.validation.csv"]));
        Assert.IsFalse(Directory.Exists(runs["run/checkpoint"]), "The model is saved.");
        CommandLine.Run("resume", runs["run"]).AssertRefused("The run must not have come to its end.");
        CommandLine.Run("resume", runs.Root).AssertRefused("There must be the folder of a run");
    }

    [TestMethod]
    public void AResumedRunTellsWhatTheRuleChose()
    {
        using var runs = new TinyRuns();
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter("Epoch 1 of 2", cancel);
        var pipeline = runs.MultiLabel();
        File.WriteAllText(pipeline, File.ReadAllText(pipeline).Replace("\"training\": {", "\"training\": { \"rule\": \"dataSize\",", StringComparison.Ordinal));
        Assert.AreEqual(130, CommandLine.Run(output, cancel.Token, "train", pipeline, "--epochs", "2", "--output", runs["run"]).ExitCode);
        var said = output.ToString().Split('\n').Single(line => line.StartsWith("The rule 'dataSize'", StringComparison.Ordinal)).TrimEnd();
        var resumed = CommandLine.Run("resume", runs["run"]);
        Assert.AreEqual(0, resumed.ExitCode, resumed.Error);
        Assert.AreEqual(said, MlNetTL.Experiments.Runs.RunJson.Read(File.ReadAllText(runs["run/metrics.json"])).Rule);
        StringAssert.Contains(File.ReadAllText(runs["run/report.html"]), System.Net.WebUtility.HtmlEncode(said)[..20]);
    }

    [TestMethod]
    public void ARunThatCameToNothingLeavesNoFolderInItsWay()
    {
        using var runs = new TinyRuns();
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter("images to train", cancel);
        var train = CommandLine.Run(output, cancel.Token, "train", runs.MultiLabel(), "--output", runs["run"]);
        Assert.AreEqual(130, train.ExitCode, train.Error);
        StringAssert.Contains(train.Error, "No step was completed, so nothing was kept.");
        Assert.IsFalse(Directory.Exists(runs["run"]));

        // A folder of the user's own stays, and can be used.
        Directory.CreateDirectory(runs["mine"]);
        using var again = new CancellationTokenSource();
        using var second = new CancellingWriter("images to train", again);
        Assert.AreEqual(130, CommandLine.Run(second, again.Token, "train", runs.MultiLabel(), "--output", runs["mine"]).ExitCode);
        Assert.IsEmpty(Directory.GetFileSystemEntries(runs["mine"]));
    }

    [TestMethod]
    public void ADeviceThatIsNotThereIsToldBeforeAFolderIsMade()
    {
        if (torch.cuda.is_available()) Assert.Inconclusive("There is a GPU here.");
        using var runs = new TinyRuns();
        CommandLine.Run("train", runs.MultiLabel(), "--device", "cuda", "--output", runs["run"]).AssertRefused("Device must be one of cpu. Received: 'cuda'.");
        Assert.IsFalse(Directory.Exists(runs["run"]));
        Assert.IsFalse(Directory.Exists(runs["cache/phantoms"]), "Nothing was drawn.");
    }

    [TestMethod]
    public void ACancellationBeforeTheDataAreThereLeavesNoFolder()
    {
        using var runs = new TinyRuns();
        var train = CommandLine.Run(new StringWriter(), new CancellationToken(canceled: true), "train", runs.MultiLabel(), "--output", runs["run"]);
        Assert.AreEqual(130, train.ExitCode, train.Error);
        Assert.IsFalse(Directory.Exists(runs["run"]));
    }

    // Times and speeds, the last two fields, differ from run to run.
    private static string[] Bare(string history) => [.. File.ReadAllLines(history).Select(line => string.Join(',', line.Split(',')[..^2]))];
}
