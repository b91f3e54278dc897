namespace MlNetTL.Tests.Cli;

[TestClass]
public sealed class CancelTests
{
    [TestMethod]
    public void ACancelledTrainingKeepsItsHistoryAndLeavesNoHalfFile()
    {
        using var runs = new TinyRuns();
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter("Epoch 1 of 3", cancel);
        var train = CommandLine.Run(output, cancel.Token, "train", runs.MultiLabel(), "--epochs", "3", "--output", runs["run"]);
        Assert.AreEqual(130, train.ExitCode, train.Error);
        StringAssert.Contains(train.Error, "The epochs so far are in");
        CollectionAssert.AreEquivalent(new[] { ".run", "history.csv", "pipeline.resolved.json" },
            Directory.GetFiles(runs["run"]).Select(Path.GetFileName).ToArray());
        Assert.HasCount(2, File.ReadAllLines(runs["run/history.csv"]), "A header and the first epoch.");
        Assert.IsEmpty(Directory.GetFiles(runs.Root, "*.tmp", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void ACancellationBeforeTheDataAreThereLeavesNoFolder()
    {
        using var runs = new TinyRuns();
        var train = CommandLine.Run(new StringWriter(), new CancellationToken(canceled: true), "train", runs.MultiLabel(), "--output", runs["run"]);
        Assert.AreEqual(130, train.ExitCode, train.Error);
        Assert.IsFalse(Directory.Exists(runs["run"]));
    }

    /// <summary>Presses Ctrl-C when a line begins with some words.</summary>
    private sealed class CancellingWriter(string words, CancellationTokenSource cancel) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(words, StringComparison.Ordinal) == true) cancel.Cancel();
        }
    }
}
