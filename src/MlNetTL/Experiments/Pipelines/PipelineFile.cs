using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>Reads and writes pipeline files: JSON with comments and trailing commas, settings in camel case.</summary>
public static class PipelineFile
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // SettingsChecker has refused unknown settings before this, with a suggestion. Skipping them here lets the ranges be checked in the same go.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { InOrderOfTheRecord } },
    };

    // Properties with a body of their own would come last: people look for settings in the order of the documentation, the schema's name first.
    private static void InOrderOfTheRecord(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
            property.Order = property.Name == "$schema" ? -1 : property.AssociatedParameter?.Position ?? int.MaxValue;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="PipelineException">The file cannot be run; all problems are listed with their lines.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Pipeline Read(string path) => Read(path, further: null);

    /// <summary>Reads a file with checks that this layer knows nothing of, such as the names of networks, so that all problems are told at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="further">Finds problems beyond <see cref="Pipeline.Validate"/>.</param>
    internal static Pipeline Read(string path, Func<Pipeline, IEnumerable<PipelineProblem>>? further)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no pipeline file '{path}'. Looked in {Path.GetFullPath(path)}. Name an existing .json file.", path);
        return Parse(File.ReadAllText(path), path, further);
    }

    /// <summary>Reads a pipeline from text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">What the text is called in messages.</param>
    /// <exception cref="PipelineException">The text cannot be run; all problems are listed with their lines.</exception>
    public static Pipeline Parse(string json, string file = "pipeline") => Parse(json, file, further: null);

    private static Pipeline Parse(string json, string file, Func<Pipeline, IEnumerable<PipelineProblem>>? further)
    {
        var root = LocatedJson.Parse(json, file);
        var checker = new SettingsChecker(Options);
        checker.Check(root, typeof(Pipeline));
        if (!checker.IsReadable) throw new PipelineException(file, [.. checker.Problems.OrderBy(problem => problem.Line)]);
        var readings = Readings(root, checker).Select(reading => Made(reading, root, checker)).Select(pipeline => (Pipeline: pipeline, Problems: (IReadOnlyList<PipelineProblem>)[.. pipeline.Validate(), .. further?.Invoke(pipeline) ?? []])).ToList();
        // Whatever a misspelt name was meant to be.
        var certain = readings.Count == 0 ? [] : readings[0].Problems.Where(problem => readings.All(reading => reading.Problems.Contains(problem)));
        var problems = checker.Problems.Concat(certain.Select(problem => problem with { Line = root.Nearest(problem.Path).Line })).ToArray();
        return problems.Length == 0 ? readings[0].Pipeline : throw new PipelineException(file, [.. problems.OrderBy(problem => problem.Line)]);
    }

    // The text with each name that a misspelt one may have been meant to be; none where that would be too many to try.
    private static IEnumerable<string> Readings(LocatedJson root, SettingsChecker checker)
    {
        const int Most = 1000;
        if (checker.Misspelt.Aggregate(1.0, (product, value) => product * value.Names.Count) > Most) return [];
        IEnumerable<IReadOnlyList<(LocatedJson Value, string Name)>> choices = [[]];
        foreach (var (value, names) in checker.Misspelt) choices = [.. choices.SelectMany(chosen => names.Select(name => (IReadOnlyList<(LocatedJson, string)>)[.. chosen, (value, name)]))];
        return choices.Select(chosen => root.With(value => chosen.FirstOrDefault(choice => ReferenceEquals(choice.Value, value)).Name));
    }

    private static Pipeline Made(string json, LocatedJson root, SettingsChecker checker) =>
        (JsonSerializer.Deserialize<Pipeline>(json, Options)! with { Stated = root.Settings().Except(checker.Absent).ToHashSet(StringComparer.Ordinal) }).WithEpochsOfPhases().WithAllLabels();

    /// <summary>The pipeline as a file states it, with every default written out.</summary>
    public static string ToJson(Pipeline pipeline) => JsonSerializer.Serialize(pipeline, Options) + "\n";
}
