using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class PatchSettingsTests
{
    [TestMethod]
    [DataRow("consep", "\"patchSize\": 0, \"classes\": 5", "data.patchSize must lie between 1 and 16384 pixels. Received: 0.|data.classes must be 7 or 4 for 'consep'. Received: 5.")]
    [DataRow("consep", "\"boxScale\": 2, \"boxShape\": \"box\"", "data.boxShape must be absent for 'consep', which has no use for it. Received: Box.|data.boxScale must be absent for 'consep'")]
    [DataRow("voc", "\"boxScale\": 0, \"classes\": 3", "data.boxScale must lie above 0 and be at most 100. Received: 0.|data.classes must be absent for 'voc'")]
    [DataRow("voc", "\"boxScale\": 2, \"patchSize\": 32", "data.patchSize must be absent where 'boxShape' or 'boxScale' is given. Received: 32.")]
    [DataRow("bigearthnet", "\"classes\": 18, \"bands\": [\"B02\", \"B10\"]", "data.classes must be 19 or 43 for 'bigearthnet'. Received: 18.|data.bands must name bands of BigEarthNet, each once")]
    [DataRow("csv", "\"csv\": \"x.csv\", \"patchSize\": 32, \"labelColumn\": \"label\"", "data.patchSize must be absent for 'csv', which has no use for it. Received: 32.")]
    public void WhatCannotBeIsNamedBeforeAnythingIsRead(string dataset, string settings, string messages)
    {
        var task = dataset == "bigearthnet" ? """ "kind": "binary", "labels": ["Pastures"] """ : """ "kind": "multiclass" """;
        var error = Assert.ThrowsExactly<PipelineException>(() => PipelineFile.Parse($$"""{ "name": "a", "data": { "dataset": "{{dataset}}", {{settings}} }, "task": { {{task}} } }"""));
        foreach (var message in messages.Split('|')) Assert.Contains(message, error.Message);
        Assert.HasCount(messages.Split('|').Length, error.Problems);
    }
}
