using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetTL.Data;

/// <summary>A Table Schema (specs.frictionlessdata.io/table-schema), as those in <c>schemas/</c>.</summary>
internal sealed class TableSchema(string title)
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray _fields = [];

    /// <summary>A schema of columns of which some may be blank, as text.</summary>
    public static string Of(string title, params IEnumerable<JsonObject> fields)
    {
        var schema = ToNode(title, new JsonArray([.. fields]));
        schema["missingValues"] = new JsonArray("");
        return ToText(schema);
    }

    /// <summary>A column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type, in the words of the specification.</param>
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

    /// <summary>Adds a column that is never blank.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type, in the words of the specification.</param>
    /// <param name="description">What it holds.</param>
    /// <param name="values">All values that it may hold; null where there is no such list.</param>
    public TableSchema With(string name, string type, string description, IEnumerable<string>? values = null)
    {
        var constraints = new JsonObject { ["required"] = true };
        if (values is not null) constraints["enum"] = Strings(values);
        _fields.Add((JsonNode)Field(name, type, description, constraints));
        return this;
    }

    /// <summary>The schema as text.</summary>
    public string ToJson() => ToText(ToNode(title, _fields.DeepClone()));

    private static JsonObject ToNode(string title, JsonNode fields) =>
        new() { ["$schema"] = "https://specs.frictionlessdata.io/schemas/table-schema.json", ["title"] = title, ["fields"] = fields };

    private static string ToText(JsonObject schema) => schema.ToJsonString(s_options) + "\n";
}
