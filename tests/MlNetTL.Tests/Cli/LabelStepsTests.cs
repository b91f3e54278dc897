using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Tests.Data;

namespace MlNetTL.Tests.Cli;

/// <summary>The labels that a pipeline trains on, where they are not those of the file.</summary>
[TestClass]
public sealed class LabelStepsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // In the file: Edema without Lung Opacity; Pneumonia uncertain where Lung Opacity is absent; Lung Opacity alone.
    public LabelStepsTests() => CheXpertMiniature.Write(_folder.Path, [
        CheXpertMiniature.Line(1, labels: ",,,,,1.0,,,,,,,,"), CheXpertMiniature.Line(2, labels: ",,,0.0,,,,-1.0,,,,,,"), CheXpertMiniature.Line(3, labels: ",,,1.0,,,,,,,1.0,,,")]);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("false", new[] { float.NaN, 0, 1 })]
    [DataRow("true", new[] { 1f, -1, 1 })]
    public void ParentsTakeWhatChildrenHaveWherePipelinesAskForIt(string propagate, float[] expected)
    {
        var table = Read($""" "labels": ["Lung Opacity", "Edema"], "propagate": {propagate} """);
        CollectionAssert.AreEqual(new[] { "Lung Opacity", "Edema" }, table.LabelNames.ToArray());
        CollectionAssert.AreEqual(expected, table.Rows.Select(row => row.Labels[0]).ToArray());
        CollectionAssert.AreEqual(new[] { 1f, float.NaN, float.NaN }, table.Rows.Select(row => row.Labels[1]).ToArray());
    }

    [TestMethod]
    public void ALabelMayBeCalledAsInAnotherDataSet() =>
        CollectionAssert.AreEqual(new[] { float.NaN, float.NaN, 1 }, Read(""" "labels": ["Effusion", "Edema"] """).Rows.Select(row => row.Labels[0]).ToArray());

    [TestMethod]
    public void ALabelThatNothingMeansIsRefusedAsEver()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Read(""" "labels": ["Edma", "Effusion"] """));
        StringAssert.Contains(error.Message, "Received: 'Edma'. Did you mean 'Edema'?");
    }

    private ImageTable Read(string task) => new PipelineSource(new MLContext(1), PipelineFile.Parse($$"""
        { "name": "a", "data": { "dataset": "chexpert", "folder": "{{_folder.Path}}" }, "task": { "kind": "multiLabel", {{task}} } }
        """), null, CancellationToken.None).Read("train", null);
}
