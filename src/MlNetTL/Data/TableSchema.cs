using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetTL.Data;

/// <summary>A Table Schema (specs.frictionlessdata.io/table-schema), as those in <c>schemas/</c>.</summary>
internal sealed class TableSchema(string title)
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray _fields = [];

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type, in the words of the specification.</param>
    /// <param name="description">What it holds.</param>
    /// <param name="values">All values that it may hold; null where there is no such list.</param>
    public TableSchema With(string name, string type, string description, IEnumerable<string>? values = null)
    {
        var constraints = new JsonObject { ["required"] = true };
        if (values is not null) constraints["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        _fields.Add((JsonNode)new JsonObject { ["name"] = name, ["type"] = type, ["description"] = description, ["constraints"] = constraints });
        return this;
    }

    /// <summary>The schema as text.</summary>
    public string ToJson() =>
        new JsonObject { ["$schema"] = "https://specs.frictionlessdata.io/schemas/table-schema.json", ["title"] = title, ["fields"] = _fields.DeepClone() }.ToJsonString(s_options) + "\n";
}
