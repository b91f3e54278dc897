using TorchSharp;

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
        // What is there may be wanted, or be a run that goes on: nothing is overwritten, and the way out is told.
        CommandLine.Run("train", runs.MultiLabel(), "--output", runs["run"]).AssertRefused("They are of a run that saved no model.",
            "delete the folder: only the figures of its epochs (history.csv) and its settings are lost");
        Assert.HasCount(2, File.ReadAllLines(runs["run/history.csv"]));
    }

    [TestMethod]
    public void ARunThatCameToNothingLeavesNoFolderInItsWay()
    {
        using var runs = new TinyRuns();
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter("images to train", cancel);
        var train = CommandLine.Run(output, cancel.Token, "train", runs.MultiLabel(), "--output", runs["run"]);
        Assert.AreEqual(130, train.ExitCode, train.Error);
        StringAssert.Contains(train.Error, "No epoch was completed, so nothing was kept.");
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
}
