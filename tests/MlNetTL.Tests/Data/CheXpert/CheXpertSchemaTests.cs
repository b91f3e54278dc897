using System.Text.Json.Nodes;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class CheXpertSchemaTests
{
    private static readonly string s_file = Path.Combine(Repository.Root, "schemas", "chexpert.table-schema.json");

    /// <summary>Run with MLNETTL_WRITE_SCHEMAS=1 to write the file anew.</summary>
    [TestMethod]
    public void TheSchemaInTheRepositoryIsWhatTheReaderExpects()
    {
        if (Environment.GetEnvironmentVariable("MLNETTL_WRITE_SCHEMAS") == "1") File.WriteAllText(s_file, CheXpertColumns.ToTableSchema());
        Assert.AreEqual(CheXpertColumns.ToTableSchema(), File.ReadAllText(s_file));
    }

    [TestMethod]
    public void ItsFieldsAreTheHeaderOfTheRelease()
    {
        var names = JsonNode.Parse(File.ReadAllText(s_file))!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>());
        Assert.AreEqual(CheXpertMiniature.Header, string.Join(",", names));
    }
}
