using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Tests.Cli;

namespace MlNetTL.Tests.Experiments;

/// <summary>All labels in a word, and label trees of one's own.</summary>
[TestClass]
public sealed class LabelSettingsTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    // Irvin et al. 2019, table 1: fourteen observations; Wang et al. 2017 and its release: fourteen findings; BigEarthNet: 19 or 43 classes.
    [TestMethod]
    [DataRow("chexpert", "", 14, "No Finding", "Support Devices")]
    [DataRow("phantoms", "", 14, "No Finding", "Support Devices")]
    [DataRow("chestxray14", "", 14, "Atelectasis", "Hernia")]
    [DataRow("bigearthnet", "", 19, null, null)]
    [DataRow("bigearthnet", ", \"classes\": 43", 43, null, null)]
    public void AllStandsForTheLabelsOfTheDataSet(string dataset, string data, int count, string? first, string? last)
    {
        var pipeline = Parse($"\"dataset\": \"{dataset}\" {data}", "\"labels\": [\"all\"]");
        Assert.HasCount(count, pipeline.Task.Labels);
        if (first is not null) Assert.AreEqual((first, last), (pipeline.Task.Labels[0], pipeline.Task.Labels[^1]));
        // The run writes down what it stood for.
        CollectionAssert.AreEqual(pipeline.Task.Labels.ToArray(), PipelineFile.Parse(PipelineFile.ToJson(pipeline)).Task.Labels.ToArray());
    }

    [TestMethod]
    public void APolicyCanNameALabelOfAll() =>
        Assert.AreEqual(UncertainPolicy.Ones, Parse("\"dataset\": \"chexpert\"", "\"labels\": [\"all\"], \"uncertainByLabel\": { \"Edema\": \"ones\" }").Task.PolicyOf("Edema"));

    // A table of one's own may have a column of that name.
    [TestMethod]
    public void AllIsAColumnOfATableOfOnesOwn() => CollectionAssert.AreEqual(new[] { "all" }, Parse("\"dataset\": \"csv\", \"csv\": \"a.csv\"", "\"labels\": [\"all\"]").Task.Labels.ToArray());

    [TestMethod]
    public void ATreeOfOnesOwnReachesTheTrainerAndTheLabels()
    {
        _runs.Write("organs.csv", "path,liver,cyst,tumour\na.png,0,1,0\nb.png,0,0,0\nc.png,,-1,0\nd.png,1,0,1\n");
        var pipeline = Parse($"\"dataset\": \"csv\", \"folder\": {System.Text.Json.JsonSerializer.Serialize(_runs.Root)}, \"csv\": \"organs.csv\", \"validationFraction\": 0", """ "labels": ["liver", "cyst"], "uncertain": "zeros", "hierarchy": true, "tree": { "cyst": "liver", "tumour": "liver" } """);
        var tree = TrainerOptions.Of(pipeline, "Targets", "Image").Hierarchy!;
        CollectionAssert.AreEquivalent(new[] { ("cyst", "liver"), ("tumour", "liver") }, tree.Links.ToArray());
        // What is found at a child holds for its parent, that of an untrained child, too.
        var rows = PipelineData.Load(new MLContext(1), pipeline, null, default).Train.Rows;
        CollectionAssert.AreEqual(new[] { 1f, 0, -1, 1 }, rows.Select(row => row.Labels[0]).ToArray());
        Assert.AreEqual("liver", PipelineFile.Parse(PipelineFile.ToJson(pipeline)).Task.Tree!["cyst"]);

        var misspelt = pipeline with { Task = pipeline.Task with { Tree = new Dictionary<string, string> { ["cyst"] = "liver", ["tumor"] = "liver" } } };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => PipelineData.Load(new MLContext(1), misspelt, null, default)).Message,
            "task.tree must name labels of the data. Received: 'tumor'. Did you mean 'tumour'?");
    }

    [TestMethod]
    [DataRow(""" "tree": { "cyst": "liver" } """, "task.tree belongs to 'hierarchy' and 'propagate' only. Received: 1.")]
    [DataRow(""" "hierarchy": true, "tree": { } """, "task.tree must have a label with its parent, or be absent for CheXpert's. Received: 'nothing'.")]
    [DataRow(""" "hierarchy": true, "tree": { "a": "cyst", "cyst": "liver", "liver": "cyst" } """, "task.tree must have no label that is its own ancestor. Received: 'cyst'.")]
    [DataRow(""" "hierarchy": true, "tree": { "cyst": "kidney" } """, "task.hierarchy needs labels of which one is under another in 'task.tree'. Received: 'liver, cyst'.")]
    [DataRow(""" "hierarchy": true, "tree": { "cyst": 1 } """, "task.tree.cyst must be a text in quotes. Received: 1.")]
    public void ATreeThatCannotBeMeantIsRefused(string task, string problem) =>
        StringAssert.Contains(Assert.ThrowsExactly<PipelineException>(() => Parse("\"dataset\": \"csv\", \"csv\": \"a.csv\"", $"\"labels\": [\"liver\", \"cyst\"], {task}")).Message, problem);

    private static Pipeline Parse(string data, string task) => PipelineFile.Parse($$"""{ "name": "a", "data": { {{data}} }, "task": { "kind": "multiLabel", {{task}} } }""");
}
