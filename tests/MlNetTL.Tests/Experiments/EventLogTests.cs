using System.Diagnostics;
using System.Globalization;
using System.Text;
using MlNetTL.Experiments.Runs;
using MlNetTL.Experiments.Runs.TensorBoard;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class EventLogTests
{
    // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
    [TestMethod]
    public void TheChecksumIsThatOfTheStandard()
    {
        Assert.AreEqual(0x8a9136aau, EventRecord.Checksum(new byte[32]));
        Assert.AreEqual(0x62a8ab43u, EventRecord.Checksum(Enumerable.Repeat((byte)0xff, 32).ToArray()));
        Assert.AreEqual(0x46dd794eu, EventRecord.Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.AreEqual(0x113fdb5cu, EventRecord.Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.AreEqual(0xe3069283u, EventRecord.Checksum(Encoding.ASCII.GetBytes("123456789")));
    }

    [TestMethod]
    public void AnotherReaderFindsEveryNumber()
    {
        using var folder = new TemporaryFolder();
        var log = new EventLog(folder.Path, TimeProvider.System);
        // More than 127: steps and lengths of two bytes are among them.
        for (var epoch = 1; epoch <= 130; epoch++) log.Append(epoch, Epoch(epoch));
        var lines = ReadOutside(folder);
        Assert.AreEqual("version brain.Event:2", lines[0]);
        Assert.HasCount(1 + 130 * 5, lines);
        foreach (var (name, value) in new[] { ("loss/train", 0.5f), ("loss/validation", 1.5f), ("metric/AUC", 0.75f), ("learningRate", 0.001f), ("imagesPerSecond", 130f) })
            Assert.AreEqual(value, float.Parse(lines.Single(line => line.StartsWith($"130 {name} ", StringComparison.Ordinal)).Split(' ')[2], CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void ARunThatGoesOnDoublesNoEpochAndBearsATornRecord()
    {
        using var folder = new TemporaryFolder();
        var log = new EventLog(folder.Path, TimeProvider.System);
        for (var epoch = 1; epoch <= 3; epoch++) log.Append(epoch, Epoch(epoch));
        var first = Directory.GetFiles(folder.Path).Single();
        using (var stream = new FileStream(first, FileMode.Open)) stream.SetLength(stream.Length - 3); // Killed within the third.
        var again = new EventLog(folder.Path, TimeProvider.System);
        for (var epoch = 1; epoch <= 5; epoch++) again.Append(epoch, Epoch(epoch));
        var files = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToArray();
        Assert.HasCount(2, files);
        Assert.AreEqual(first, files[0]);
        CollectionAssert.AreEqual(new long?[] { null, 1, 2 }, Steps(files[0]));
        CollectionAssert.AreEqual(new long?[] { null, 3, 4, 5 }, Steps(files[1]));
    }

    [TestMethod]
    public void AnEpochWithoutValidationLeavesThoseNumbersOut()
    {
        using var folder = new TemporaryFolder();
        new EventLog(folder.Path, TimeProvider.System).Append(1, Epoch(1) with { ValidationLoss = double.NaN, Metric = double.NaN });
        CollectionAssert.AreEqual(new[] { "loss/train", "learningRate", "imagesPerSecond" }, ReadOutside(folder).Skip(1).Select(line => line.Split(' ')[1]).ToArray());
    }

    private static long?[] Steps(string file) => [.. EventRecord.Read(File.ReadAllBytes(file)).Select(data => ScalarEvent.StepOf(data))];

    private static EpochRecord Epoch(int epoch) => new("all", epoch, 0.001, 0.5, 1.5, "AUC", 0.75, 2, 130);

    private static string[] ReadOutside(TemporaryFolder folder)
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python)) Assert.Inconclusive($"There is no {Python} to read the file with.");
        var script = Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Experiments", "Fixtures", "read_events.py");
        using var process = Process.Start(new ProcessStartInfo(Python, [script, .. Directory.GetFiles(folder.Path)]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode);
        return lines;
    }
}
