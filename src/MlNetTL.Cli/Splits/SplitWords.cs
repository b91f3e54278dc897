using System.Globalization;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Splits;

/// <summary>Says in a sentence how images were divided, and as settings for the file of a split.</summary>
internal static class SplitWords
{
    public static string Of(SplitSettings split, SplitUnit unit, int? folds, long seed, double? validation)
    {
        var by = unit == SplitUnit.Image ? "image by image, nothing kept together" : $"by {SplitGroups.Word(unit)}, none in two sets";
        var parts = new List<string> { split.File is { } file ? $"as {Path.GetFileName(file)} says ({by})" : by };
        if (split.File is null) parts.Add(split.Stratify ? "stratified by label" : "not stratified");
        if (folds is { } count) parts.Add($"fold {split.Fold ?? 1} of {count} is the test");
        if (split.Test is { } test) parts.Add($"{Percent(test)} to test");
        if (validation is { } share) parts.Add($"{Percent(share)}{(folds is null ? "" : " of the others")} to validate");
        if (split.Sample is { } sample) parts.Add($"{Words(sample, unit)} to train on");
        parts.Add($"seed {seed}");
        return $"The images were divided {string.Join(", ", parts)}.";
    }

    /// <summary>The settings as a file's comments have them.</summary>
    public static IReadOnlyList<(string Name, string Value)> Settings(Pipeline pipeline, SplitSettings split, SplitUnit unit)
    {
        var settings = new List<(string, string)> { ("data set", pipeline.Data.Definition.Name), ("pipeline", pipeline.Name), ("stratified", split.Stratify ? "yes" : "no"), ("seed", $"{split.Seed ?? pipeline.Seed}") };
        if (split.Folds is null && pipeline.Data.Validation is null) settings.Add(("validation", Number(split.Validation ?? pipeline.Data.ValidationFraction)));
        if (split.Test is { } test) settings.Add(("test", Number(test)));
        if (split.Sample is { } sample) settings.Add(("sample", Words(sample, unit)));
        return settings;
    }

    private static string Words(SampleSettings sample, SplitUnit unit) => sample switch
    {
        { PerCategory: { } each } => $"{each:N0} of each category",
        { Groups: { } groups, Images: { } images } => $"{images:N0} images from {groups:N0} {SplitGroups.Word(sample.Of ?? unit, several: true)}",
        { Groups: { } groups } => $"all images of {groups:N0} {SplitGroups.Word(sample.Of ?? unit, several: true)}",
        _ => $"{sample.Images:N0} images",
    };

    private static string Percent(double share) => $"{(100 * share).ToString("0.#", CultureInfo.InvariantCulture)} %";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
