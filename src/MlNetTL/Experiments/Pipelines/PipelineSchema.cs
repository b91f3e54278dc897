using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>The JSON Schema of pipeline files, made from the records and their documentation comments.</summary>
public static partial class PipelineSchema
{
    /// <summary>The schema as text, as <c>schemas/pipeline.schema.json</c> holds it.</summary>
    /// <exception cref="FileNotFoundException">The library's documentation file, which the descriptions come from, does not lie beside it.</exception>
    public static string ToJson()
    {
        var descriptions = Descriptions();
        var schema = JsonSchemaExporter.GetJsonSchemaAsNode(PipelineFile.Options, typeof(Pipeline), new()
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Describe(context, node, descriptions),
        }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "MlNetTL pipeline");
        return schema.ToJsonString(PipelineFile.Options) + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node, Dictionary<string, string> descriptions)
    {
        if (node is not JsonObject schema) return node;
        if (schema.ContainsKey("properties")) schema["additionalProperties"] = false;
        if (context.PropertyInfo is { } property
            && context.Path is not [.., "items"]
            && descriptions.TryGetValue($"{property.DeclaringType.FullName}.{property.Name}", out var text))
            schema.Insert(0, "description", text);
        return schema;
    }

    // The <param> comments of the records' constructors, by type and JSON name.
    private static Dictionary<string, string> Descriptions()
    {
        var file = Path.ChangeExtension(typeof(Pipeline).Assembly.Location, ".xml");
        if (!File.Exists(file)) throw new FileNotFoundException($"The documentation file of the library must lie beside it. Looked for {file}.", file);
        const string Prefix = "T:";
        return XDocument.Load(file).Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith(Prefix + typeof(Pipeline).Namespace, StringComparison.Ordinal))
            .SelectMany(member => member.Elements("param").Select(param => (
                Key: $"{member.Attribute("name")!.Value[Prefix.Length..]}.{JsonName(param.Attribute("name")!.Value)}",
                Text: Spaces().Replace(param.Value.Trim(), " "))))
            .ToDictionary(pair => pair.Key, pair => pair.Text);
    }

    private static string JsonName(string parameter) => parameter == nameof(Pipeline.Schema) ? "$schema" : JsonNamingPolicy.CamelCase.ConvertName(parameter);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
