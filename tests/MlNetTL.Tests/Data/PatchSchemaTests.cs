using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class PatchSchemaTests
{
    public static IEnumerable<object[]> Names => PatchSchemas.All.Keys.Select(name => new object[] { name });

    /// <summary>Run with MLNETTL_WRITE_SCHEMAS=1 to write the files anew.</summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void TheSchemaInTheRepositoryIsWhatTheReaderExpects(string name)
    {
        var file = Path.Combine(Repository.Root, "schemas", $"{name}.table-schema.json");
        if (Environment.GetEnvironmentVariable("MLNETTL_WRITE_SCHEMAS") == "1") File.WriteAllText(file, PatchSchemas.All[name]);
        Assert.AreEqual(PatchSchemas.All[name], File.ReadAllText(file));
    }

    [TestMethod]
    public void ItsFieldsAreTheColumnsOfTheView()
    {
        using var folder = new TemporaryFolder();
        CoNSePMiniature.Write(folder["consep"]);
        VocMiniature.Write(folder["voc"], "a", [("RBC", 1, 1, 9, 9)]);
        var data = new MLContext(seed: 1).Data;
        foreach (var (name, view) in new[] { ("consep", data.LoadCoNSeP(folder["consep"])), ("voc", data.LoadPascalVoc(folder["voc"])) })
        {
            var fields = JsonNode.Parse(PatchSchemas.All[name])!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>());
            CollectionAssert.AreEqual(view.Schema.Select(column => column.Name).ToArray(), fields.ToArray(), name);
        }
    }
}
