using System.Text;
using System.Text.Json;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>A JSON value that knows its path and line, which System.Text.Json's own tree does not.</summary>
internal sealed record LocatedJson(
    string Path,
    int Line,
    JsonValueKind Kind,
    string Text,
    IReadOnlyList<(string Name, LocatedJson Value)> Members,
    IReadOnlyList<LocatedJson> Items)
{
    /// <summary>Parses a text; comments and trailing commas are allowed.</summary>
    /// <exception cref="PipelineException">The text is not JSON.</exception>
    public static LocatedJson Parse(string json, string file)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, bytes, "");
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            // The reader's own sentence ends with its zero-based position: ours says the line as editors count it.
            var sentence = e.Message.Split(" LineNumber:")[0];
            throw new PipelineException(file, [new("", $"This is not JSON. {sentence}", (int)(e.LineNumber ?? 0) + 1)]);
        }
    }

    /// <summary>The value at a path such as <c>augmentation[0].kind</c>, or the last one on the way to it that the file has.</summary>
    public LocatedJson Nearest(string path)
    {
        var next = Members.Select(member => member.Value).Concat(Items)
            .FirstOrDefault(value => path == value.Path || (path.StartsWith(value.Path, StringComparison.Ordinal) && path[value.Path.Length] is '.' or '['));
        return next is null ? this : next.Nearest(path);
    }

    /// <summary>The paths of all settings in it, without those within lists.</summary>
    public IEnumerable<string> Settings() => Members.SelectMany(member => member.Value.Settings().Prepend(member.Value.Path));

    /// <summary>Its text, where some values are other texts.</summary>
    /// <param name="instead">The text in place of a value; null for its own.</param>
    public string With(Func<LocatedJson, string?> instead)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) Write(writer, instead);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Write(Utf8JsonWriter writer, Func<LocatedJson, string?> instead)
    {
        if (instead(this) is { } other) writer.WriteStringValue(other);
        else if (Kind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Members)
            {
                writer.WritePropertyName(name);
                value.Write(writer, instead);
            }
            writer.WriteEndObject();
        }
        else if (Kind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in Items) item.Write(writer, instead);
            writer.WriteEndArray();
        }
        else if (Kind == JsonValueKind.String) writer.WriteStringValue(Text);
        else writer.WriteRawValue(Text);
    }

    private static LocatedJson ReadValue(ref Utf8JsonReader reader, byte[] bytes, string path)
    {
        var line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<(string, LocatedJson)>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    members.Add((name, ReadValue(ref reader, bytes, path.Length == 0 ? name : $"{path}.{name}")));
                }
                return new(path, line, JsonValueKind.Object, "{…}", members, []);
            case JsonTokenType.StartArray:
                var items = new List<LocatedJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(ref reader, bytes, $"{path}[{items.Count}]"));
                return new(path, line, JsonValueKind.Array, "[…]", [], items);
            case JsonTokenType.String:
                return new(path, line, JsonValueKind.String, reader.GetString()!, [], []);
            default:
                var kind = reader.TokenType switch
                {
                    JsonTokenType.True => JsonValueKind.True,
                    JsonTokenType.False => JsonValueKind.False,
                    JsonTokenType.Null => JsonValueKind.Null,
                    _ => JsonValueKind.Number,
                };
                return new(path, line, kind, Encoding.UTF8.GetString(reader.ValueSpan), [], []);
        }
    }
}
