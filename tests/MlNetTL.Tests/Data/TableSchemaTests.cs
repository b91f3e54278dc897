using System.Text.Json.Nodes;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>The schemas in the repository are what the readers expect.</summary>
[TestClass]
public sealed class TableSchemaTests
{
    public static IEnumerable<object[]> Schemas =>
    [
        ["chestxray14", ChestXray14Columns.ToTableSchema(), ChestXray14Miniature.Header.TrimEnd(',')],
        ["eyepacs", EyePacsColumns.ToTableSchema(), "image,level,Usage"],
        ["folders", ClassFolderDataset.ToTableSchema(), "Path,Label,Split,Patient"],
        ["csv", ManifestDataset.ToTableSchema(), "path,label,patient,study,source,split,value"],
    ];

    /// <summary>Run with MLNETTL_WRITE_SCHEMAS=1 to write the files anew.</summary>
    [TestMethod]
    [DynamicData(nameof(Schemas))]
    public void TheSchemaInTheRepositoryIsWhatTheReaderExpects(string name, string schema, string header)
    {
        var file = Path.Combine(Repository.Root, "schemas", $"{name}.table-schema.json");
        if (Environment.GetEnvironmentVariable("MLNETTL_WRITE_SCHEMAS") == "1") File.WriteAllText(file, schema);
        Assert.AreEqual(schema, File.ReadAllText(file));
        Assert.AreEqual(header, string.Join(",", JsonNode.Parse(schema)!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>())));
    }
}
