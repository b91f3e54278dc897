using System.Text.Json.Nodes;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class PipelineSchemaTests
{
    private static string File => Path.Combine(Repository.Root, "schemas/pipeline.schema.json");

    [TestMethod]
    public void TheCommittedSchemaIsTheOneOfTheRecords()
    {
        var generated = PipelineSchema.ToJson();
        if (Environment.GetEnvironmentVariable("MLNETTL_WRITE_SCHEMAS") == "1") System.IO.File.WriteAllText(File, generated);
        Assert.AreEqual(generated, System.IO.File.ReadAllText(File).ReplaceLineEndings("\n"),
            "schemas/pipeline.schema.json must be the schema of the records. Run this test once with MLNETTL_WRITE_SCHEMAS=1 and commit the file.");
    }

    [TestMethod]
    public void EverySettingIsDescribed()
    {
        var undescribed = new List<string>();
        Visit(JsonNode.Parse(PipelineSchema.ToJson())!, "");
        Assert.IsEmpty(undescribed, string.Join(", ", undescribed));

        void Visit(JsonNode node, string path)
        {
            if (node is JsonObject schema && schema["properties"] is JsonObject properties)
                foreach (var (name, property) in properties)
                {
                    if (property?["description"] is null) undescribed.Add($"{path}.{name}");
                    Visit(property!, $"{path}.{name}");
                }
            if (node["items"] is { } items) Visit(items, path + "[]");
        }
    }

    [TestMethod]
    public void StatesWhatTheReaderDemands()
    {
        var schema = JsonNode.Parse(PipelineSchema.ToJson())!;
        CollectionAssert.AreEquivalent(new[] { "name", "data", "task" }, schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).ToArray());
        Assert.IsFalse(schema["additionalProperties"]!.GetValue<bool>());
        Assert.IsFalse(schema["properties"]!["training"]!["additionalProperties"]!.GetValue<bool>());
        StringAssert.Contains(schema["properties"]!["task"]!["properties"]!["uncertain"]!["enum"]!.ToJsonString(), "smoothedOnes");
    }
}
