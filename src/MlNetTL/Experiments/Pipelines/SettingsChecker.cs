using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MlNetTL.Foundation;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>Compares a file with the records that it is read into, and collects every difference instead of stopping at the first as a deserializer
/// does.</summary>
internal sealed class SettingsChecker(JsonSerializerOptions options)
{
    private readonly List<PipelineProblem> _problems = [];
    private readonly List<(LocatedJson Value, IReadOnlyList<string> Names)> _misspelt = [];
    private readonly List<string> _absent = [];
    private int _unknown;

    public IReadOnlyList<PipelineProblem> Problems => _problems;

    /// <summary>Values that must be one of some names, and are none.</summary>
    public IReadOnlyList<(LocatedJson Value, IReadOnlyList<string> Names)> Misspelt => _misspelt;

    /// <summary>Settings that are null where null cannot be a value: they are as if they were absent.</summary>
    public IReadOnlyList<string> Absent => _absent;

    /// <summary>Whether the file could be read if the settings that nobody knows were taken out, and misspelt names were others.</summary>
    public bool IsReadable => _problems.Count == _unknown + _misspelt.Count;

    public void Check(LocatedJson value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object: CheckObject(value, info); break;
            case JsonTypeInfoKind.Enumerable: CheckList(value, info); break;
            case JsonTypeInfoKind.Dictionary: CheckNamed(value, info); break;
            default: CheckScalar(value, type); break;
        }
    }

    private void CheckObject(LocatedJson value, JsonTypeInfo info)
    {
        if (value.Kind != JsonValueKind.Object)
        {
            Refuse(value, "a group of settings { … }");
            return;
        }
        var known = info.Properties.ToDictionary(property => property.Name);
        foreach (var (name, member) in value.Members)
        {
            if (!known.TryGetValue(name, out var property)) RefuseUnknown(member, value.Path, name, known.Keys);
            else if (member.Kind == JsonValueKind.Null)
            {
                if (!IsOptional(property)) Add(member, $"{member.Path} must have a value. Received: null.");
                else if (!property.IsGetNullable) _absent.Add(member.Path);
            }
            else Check(member, property.PropertyType);
        }
        foreach (var twice in value.Members.GroupBy(member => member.Name).Where(group => group.Count() > 1))
            Add(twice.Last().Value, $"{twice.Last().Value.Path} must be set once. Received: {twice.Count()} times, first in line {twice.First().Value.Line}.");
        foreach (var property in info.Properties.Where(property => property.IsRequired && value.Members.All(member => member.Name != property.Name)))
            Add(value, $"{Join(value.Path, property.Name)} must be set. Received: nothing.");
    }

    private void CheckList(LocatedJson value, JsonTypeInfo info)
    {
        if (value.Kind != JsonValueKind.Array) Refuse(value, "a list [ … ]");
        else foreach (var item in value.Items) Check(item, info.ElementType!);
    }

    private void CheckNamed(LocatedJson value, JsonTypeInfo info)
    {
        if (value.Kind != JsonValueKind.Object) Refuse(value, "values by name { … }");
        else foreach (var (_, member) in value.Members) Check(member, info.ElementType!);
    }

    private void CheckScalar(LocatedJson value, Type type)
    {
        if (type.IsEnum)
        {
            var names = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();
            if (value.Kind == JsonValueKind.String && names.Contains(value.Text)) return;
            _misspelt.Add((value, names));
            var suggestion = value.Kind == JsonValueKind.String ? Suggestion.For(value.Text, names) : "";
            Add(value, $"{value.Path} must be one of {string.Join(", ", names)}. Received: {Describe(value)}.{suggestion}");
        }
        else if (type == typeof(string) && value.Kind != JsonValueKind.String) Refuse(value, "a text in quotes");
        else if (type == typeof(bool) && value.Kind is not (JsonValueKind.True or JsonValueKind.False)) Refuse(value, "true or false");
        else if (type == typeof(double) && value.Kind != JsonValueKind.Number) Refuse(value, "a number");
        else if ((type == typeof(int) || type == typeof(long)) && !IsWholeNumber(value, type)) Refuse(value, "a whole number");
    }

    private static bool IsWholeNumber(LocatedJson value, Type type) => value.Kind == JsonValueKind.Number
        && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && (type == typeof(long) || number is >= int.MinValue and <= int.MaxValue);

    private void RefuseUnknown(LocatedJson member, string parent, string name, IReadOnlyCollection<string> known)
    {
        _unknown++;
        var where = parent.Length == 0 ? "" : $" in '{parent}'";
        Add(member, $"Unknown setting '{name}'{where}.{Suggestion.For(name, known)} Known: {string.Join(", ", known)}.");
    }

    // What a constructor parameter declares counts: sections may be null in a file although their property never is.
    private static bool IsOptional(JsonPropertyInfo property) => property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private void Refuse(LocatedJson value, string expected) =>
        Add(value, $"{(value.Path.Length == 0 ? "The file" : value.Path)} must be {expected}. Received: {Describe(value)}.");

    private void Add(LocatedJson where, string message) => _problems.Add(new(where.Path, message, where.Line));

    private static string Describe(LocatedJson value) => value.Kind == JsonValueKind.String ? $"'{value.Text}'" : value.Text;

    private static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";
}
