using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetTL.Data;

/// <summary>Describes the columns of a table as a Table Schema (specs.frictionlessdata.io/table-schema), as it lies in <c>schemas/</c>.</summary>
internal static class TableSchema
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole schema as text.</summary>
    public static string Of(string title, params IEnumerable<JsonObject> fields) => new JsonObject
    {
        ["$schema"] = "https://specs.frictionlessdata.io/schemas/table-schema.json",
        ["title"] = title,
        ["fields"] = new JsonArray([.. fields]),
        ["missingValues"] = new JsonArray(""),
    }.ToJsonString(s_options) + "\n";

    /// <summary>A column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">string, number or integer.</param>
    /// <param name="description">What it holds.</param>
    /// <param name="constraints">What its values must be.</param>
    public static JsonObject Field(string name, string type, string description, JsonObject? constraints = null)
    {
        var field = new JsonObject { ["name"] = name, ["type"] = type, ["description"] = description };
        if (constraints is { Count: > 0 }) field["constraints"] = constraints;
        return field;
    }

    /// <summary>Texts as a JSON list.</summary>
    public static JsonArray Strings(params IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
