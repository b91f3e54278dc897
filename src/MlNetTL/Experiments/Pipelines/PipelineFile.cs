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
        if (checker.OnlyUnknownSettings)
        {
            var pipeline = (JsonSerializer.Deserialize<Pipeline>(json, Options)! with { Stated = root.Settings().ToHashSet(StringComparer.Ordinal) }).WithEpochsOfPhases().WithAllLabels();
            var problems = checker.Problems.Concat(pipeline.Validate().Concat(further?.Invoke(pipeline) ?? []).Select(problem => problem with { Line = root.Nearest(problem.Path).Line })).ToArray();
            if (problems.Length == 0) return pipeline;
            throw new PipelineException(file, [.. problems.OrderBy(problem => problem.Line)]);
        }
        throw new PipelineException(file, [.. checker.Problems.OrderBy(problem => problem.Line)]);
    }

    /// <summary>The pipeline as a file states it, with every default written out.</summary>
    public static string ToJson(Pipeline pipeline) => JsonSerializer.Serialize(pipeline, Options) + "\n";
}
