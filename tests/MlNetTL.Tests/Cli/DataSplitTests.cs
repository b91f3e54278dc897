using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Tests.Cli;

[TestClass]
[DoNotParallelize]
public sealed class DataSplitTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public void TheFileSaysHowItWasMadeAndPipelinesReadIt()
    {
        var run = CommandLine.Run("data", "split", HospitalCsv.Write(_runs), "--test", "0.25", "--seed", "7", "--output", _runs["split.csv"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var text = File.ReadAllText(_runs["split.csv"]);
        foreach (var line in new[] { "# by: patient", "# stratified: yes", "# seed: 7", "# validation: 0.2", "# test: 0.25", "# manifest: sha256 ", "path,group,set\nimages/0.png,p0," }) StringAssert.Contains(text, line);
        StringAssert.Contains(run.Out, "by patient, none in two sets, stratified by label, 25 % to test, 20 % to validate, seed 7");

        var made = Load(HospitalCsv.Write(_runs, """, "split": { "test": 0.25, "seed": 7 } """));
        var read = Load(HospitalCsv.Write(_runs, $$""", "split": { "file": "{{_runs["split.csv"]}}" } """));
        foreach (var (a, b) in new[] { (made.Train, read.Train), (made.Validation!, read.Validation!), (made.Test!, read.Test!) })
            CollectionAssert.AreEqual(a.Rows.Select(row => row.Path).ToArray(), b.Rows.Select(row => row.Path).ToArray());
        Assert.IsEmpty(SetsApart.Require(read));
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameFileWhateverTheOrderOfRows()
    {
        var pipeline = HospitalCsv.Write(_runs);
        string[] Split(string name) => CommandLine.Run("data", "split", pipeline, "--folds", "4", "--output", _runs[name]) is { ExitCode: 0 } ? File.ReadAllLines(_runs[name]) : [];
        var first = Split("a.csv");
        var lines = File.ReadAllLines(_runs["hospital.csv"]);
        File.WriteAllLines(_runs["hospital.csv"], [lines[0], .. lines.Skip(1).Reverse()]);
        Assert.HasCount(HospitalCsv.Images, first.Where(line => line.StartsWith("images/", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(first, Split("b.csv"));
    }

    [TestMethod]
    public void EveryFoldOfAFileIsTheTestOnce()
    {
        Assert.AreEqual(0, CommandLine.Run("data", "split", HospitalCsv.Write(_runs), "--folds", "3", "--output", _runs["folds.csv"]).ExitCode);
        var tests = Enumerable.Range(1, 3).Select(fold => Load(HospitalCsv.Write(_runs, $$""", "split": { "file": "{{_runs["folds.csv"]}}", "fold": {{fold}} } """)).Test!).ToArray();
        Assert.AreEqual(3 * tests[0].Rows.Count, tests.Sum(test => test.Rows.Count), 4);
        Assert.AreEqual(tests.Sum(test => test.Rows.Count), tests.SelectMany(test => test.Rows.Select(row => row.Path)).Distinct().Count());
        var beyond = Assert.ThrowsExactly<ArgumentException>(() => Load(HospitalCsv.Write(_runs, $$""", "split": { "file": "{{_runs["folds.csv"]}}", "fold": 4 } """)));
        StringAssert.StartsWith(beyond.Message, "data.split.fold must lie between 1 and 3");
    }

    [TestMethod]
    public void AFileThatDoesNotFitTheDataIsRefused()
    {
        Assert.AreEqual(0, CommandLine.Run("data", "split", HospitalCsv.Write(_runs), "--test", "0.2", "--output", _runs["split.csv"]).ExitCode);
        var pipeline = HospitalCsv.Write(_runs, $$""", "split": { "file": "{{_runs["split.csv"]}}" } """);
        File.AppendAllText(_runs["hospital.csv"], "images/late.png,p999,new,1,0,a\n");
        CommandLine.Run("train", pipeline).AssertRefused("1 image of the data is not in it: images/late.png");
        CommandLine.Run("train", HospitalCsv.Write(_runs, """, "split": { "file": "absent.csv" } """)).AssertRefused("The file of the split must exist");
    }

    [TestMethod]
    public void TheUnitThatWasAskedForIsKeptApartAndLargerOnesAreWarnedOf()
    {
        var byImage = Load(HospitalCsv.Write(_runs, """, "split": { "by": "image", "test": 0.2 } """, """ "kind": "binary", "labels": ["Effusion"] """, "byimage"));
        var warnings = SetsApart.Require(byImage);
        Assert.HasCount(3, warnings);
        StringAssert.Contains(warnings[0], "because the split is by image: the figures are too good for images of a new patient");
        var apart = byImage with { Split = byImage.Split! with { Groups = byImage.Split!.Groups with { Unit = SplitUnit.Patient } } };
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => SetsApart.Require(apart)).Message, "The train and test sets must not share any patient.");
    }

    [TestMethod]
    public void AUnitThatTheDataLackIsRefused() =>
        CommandLine.Run("train", HospitalCsv.Write(_runs, """, "split": { "by": "study" } """)).AssertRefused("A split by study needs the study of every image. 240 of 240 have none.");

    [TestMethod]
    public void SettingsThatContradictEachOtherAreAllNamed() => CommandLine.Run("train", HospitalCsv.Write(_runs, """
        , "splitColumn": "part", "test": ["new"], "split": { "test": 0.9, "validation": 1.5, "fold": 2, "sample": { "perCategory": 5, "images": 0, "of": "image" } }
        """)).AssertRefused("data.split.validation must lie above 0 and below 1. Received: 1.5", "data.split.test must be absent where 'data.test' names",
            "data.split.test must leave images to train on", "data.split.fold must be absent where there are no 'folds'", "data.split.sample.images must be at least 1",
            "data.split.sample.perCategory must be absent", "data.split.sample.of must be absent where there are no 'groups'", "data.split.sample.of must be patient, study or source");

    private static PipelineData Load(string pipeline)
    {
        var read = PipelineFile.Read(pipeline);
        return PipelineData.Load(new MLContext(1), read, null, CancellationToken.None);
    }
}
