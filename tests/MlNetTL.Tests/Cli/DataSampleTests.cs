using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Tests.Cli;

/// <summary>Samples of the training images, as pipelines ask for them.</summary>
[TestClass]
[DoNotParallelize]
public sealed class DataSampleTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public void TheTenAreAmongTheTwentyAndTheTestStaysTheSame()
    {
        PipelineData Load(int n) => this.Load(Split($$"""{ "perCategory": {{n}} }"""), """ "kind": "binary", "labels": ["Edema"], "blank": "negative", "uncertain": "ones" """);
        var (ten, twenty) = (Load(10), Load(20));
        Assert.HasCount(20, ten.Train.Rows);
        Assert.HasCount(40, twenty.Train.Rows);
        CollectionAssert.IsSubsetOf(Paths(ten.Train), Paths(twenty.Train));
        CollectionAssert.AreEqual(Paths(ten.Test!), Paths(twenty.Test!));
        // Uncertain counts as present here, blank as absent.
        Assert.AreEqual(10, ten.Train.Rows.Count(row => row.Labels[0] is 1 or -1));
        Assert.AreEqual(10, ten.Train.Rows.Count(row => row.Labels[0] is 0 or float.NaN));
    }

    [TestMethod]
    public void AWishThatCannotBeMetIsAnsweredWithTheCountsAndTheSettingsThatWould()
    {
        var pipeline = HospitalCsv.Write(_runs, Split("""{ "perCategory": 40 }"""));
        var refused = CommandLine.Run("train", pipeline);
        refused.AssertRefused("data.split.sample.perCategory asks for 40 images of each category, and the training images have",
            "negatives of 'Edema'", "(uncertain: ignore, blank: ignore)", "'Edema' is 1 in", "These settings of 'task' would give them: \"uncertain\": \"ones\", \"blank\": \"negative\" (");
        // Without stratification or with, the counts are those of the training images: 60 % of 240.
        var negatives = Number(refused.Error, "have ", " negatives");
        Assert.AreEqual(0.1 * 0.6 * HospitalCsv.Images, negatives, 4);
        var enough = Number(refused.Error, "\"uncertain\": \"ones\", \"blank\": \"negative\" (", " and");
        // Only what the task knows is stratified: uncertain and blank rows come as they fall.
        Assert.AreEqual(0.5 * 0.6 * HospitalCsv.Images, enough, 12);
        var data = Load(Split("""{ "perCategory": 40 }"""), """ "kind": "binary", "labels": ["Edema"], "uncertain": "ones", "blank": "negative" """);
        Assert.HasCount(80, data.Train.Rows, "The settings that the message names give what was asked for.");
    }

    [TestMethod]
    public void WhereNoSettingHelpsTheMostIsNamed() => CommandLine.Run("train", HospitalCsv.Write(_runs, Split("""{ "perCategory": 16000 }""")))
        .AssertRefused("asks for 16,000 images", "No setting of 'task' gives so many; the most is");

    [TestMethod]
    public void EachLabelOfSeveralGivesItsPositives()
    {
        var data = Load(Split("""{ "perCategory": 15 }"""), """ "kind": "multiLabel", "labels": ["Edema", "Effusion"] """);
        Assert.IsGreaterThanOrEqualTo(15, data.Train.Rows.Count(row => row.Labels[0] == 1));
        Assert.IsGreaterThanOrEqualTo(15, data.Train.Rows.Count(row => row.Labels[1] == 1));
        Assert.IsTrue(data.Train.Rows.All(row => row.Labels.Contains(1)));
        Assert.IsLessThanOrEqualTo(30, data.Train.Rows.Count);
    }

    [TestMethod]
    [DataRow(20, 10)]
    [DataRow(20, 20)]
    public void DiversityIsAnAxisOfItsOwn(int images, int patients)
    {
        var data = Load(Split($$"""{ "images": {{images}}, "groups": {{patients}} }"""), """ "kind": "binary", "labels": ["Effusion"] """);
        Assert.AreEqual((images, patients), (data.Train.Rows.Count, data.Train.Rows.Select(row => row.Patient).Distinct().Count()));
    }

    [TestMethod]
    public void DiversityThatTheDataLackIsRefusedWithCounts() => CommandLine.Run("train", HospitalCsv.Write(_runs, Split("""{ "images": 40, "groups": 10 }"""), """ "kind": "binary", "labels": ["Effusion"] """))
        .AssertRefused("40 images from 10 patients are 4 from each, and only 0 of 48 patients have so many. 10 patients can give 30 images evenly");

    private static string Split(string sample) => $$""", "split": { "validation": 0.2, "test": 0.2, "sample": {{sample}} } """;

    private PipelineData Load(string data, string task) =>
        PipelineData.Load(new MLContext(1), PipelineFile.Read(HospitalCsv.Write(_runs, data, task)), null, CancellationToken.None);

    private static string[] Paths(ImageTable table) => [.. table.Rows.Select(row => row.Path)];

    private static int Number(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return int.Parse(text[start..text.IndexOf(after, start, StringComparison.Ordinal)]);
    }
}
