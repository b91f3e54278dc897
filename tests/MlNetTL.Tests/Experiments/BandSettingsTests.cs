using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class BandSettingsTests
{
    [TestMethod]
    public void BandsAndPatternsAreReadAndCheckedTogether()
    {
        var data = PipelineFile.Parse(Pipeline("\"pathPattern\": \"{patch}/{patch}_{band}.tif\", \"bands\": [\"B02\", \"B03\"]")).Data;
        Assert.AreEqual("{patch}/{patch}_{band}.tif", data.PathPattern);
        CollectionAssert.AreEqual(new[] { "B02", "B03" }, data.Bands!.ToArray());

        var error = Assert.ThrowsExactly<PipelineException>(() => PipelineFile.Parse(Pipeline("\"pathColumn\": \"file\", \"pathPattern\": \"{patch}.tif\", \"bands\": []")));
        var messages = error.Problems.Select(problem => problem.Message).ToArray();
        CollectionAssert.AreEquivalent(
            new[]
            {
                "data.pathColumn must be absent where 'pathPattern' is given. Received: 'file'.",
                "data.pathPattern must hold {band}, because there are bands. Received: '{patch}.tif'.",
                "data.bands must name each band once, in the order of the channels. Received: ''.",
            },
            messages.Select(message => message[(message.IndexOf("data.", StringComparison.Ordinal))..]).ToArray());
    }

    private static string Pipeline(string data) =>
        $$"""{ "name": "a", "data": { "dataset": "csv", "csv": "x.csv", {{data}} }, "task": { "kind": "binary", "labels": ["Class"] }, "image": { "channels": 10, "pixelType": "uInt16" } }""";
}
