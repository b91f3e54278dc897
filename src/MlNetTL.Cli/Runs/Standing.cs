using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>How new some images are to a model: what its figures on them are worth.</summary>
/// <param name="Set">train, validation, test (of the run's own data set) or external.</param>
/// <param name="ChoseBestEpoch">Whether the best epoch was chosen by these images.</param>
/// <param name="Warnings">What a reader of the figures must know.</param>
internal sealed record Standing(string Set, bool ChoseBestEpoch, IReadOnlyList<string> Warnings)
{
    // BigEarthNet's name of everything.
    private static readonly string[] s_all = ["all"];

    // Another division of the images that the model was trained on has some of them in every set.
    private static readonly Standing s_remembered = new("train", false,
        ["The model was trained on some or all of these images. The figures say how well it remembers them, and nothing about new images."]);

    /// <summary>Compares images with those of the run.</summary>
    /// <param name="trained">The pipeline that trained the model; null where it is not known.</param>
    /// <param name="data">The data set to measure on.</param>
    /// <param name="splits">Its splits; null for all rows.</param>
    public static Standing Of(Pipeline? trained, DataSettings data, IReadOnlyList<string>? splits)
    {
        if (trained is null) return new("external", false, ["Nothing beside the model tells what it was trained on. "
            + "The figures hold for new images only if none of these, and none of their patients, were among the training images."]);
        if (!IsSame(trained.Data, data)) return new("external", false, []);
        if (DividedSet(data, splits) is { } set) return data.Split == trained.Data.Split && set is "validation" or "test" ? new(set, set == "validation", []) : s_remembered;
        var train = trained.Data.Train ?? (data.Definition.Splits is [var first, ..] ? [first] : null);
        if (splits is null || train is null || Overlap(splits, train) || Overlap(splits, s_all) || Overlap(train, s_all))
            return s_remembered;
        return trained.Data.Validation is { } validation && Overlap(splits, validation) ? new("validation", true, []) : new("test", false, []);
    }

    /// <summary>The set that is asked for, where the pipeline divides its images itself and names no images of its own for it; else null.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="splits">What is asked for.</param>
    public static string? DividedSet(DataSettings data, IReadOnlyList<string>? splits) =>
        data.Split is not null && splits is [var set] && SplitTable.Sets.Contains(set) && (set == "test" ? data.Test : set == "validation" ? data.Validation : null) is null ? set : null;

    // Readers take their names in any case.
    private static bool Overlap(IEnumerable<string> a, IEnumerable<string> b) => a.Intersect(b, StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>Whether two descriptions are of the same data.</summary>
    public static bool IsSame(DataSettings a, DataSettings b) =>
        a.Dataset == b.Dataset && Full(a.Folder) == Full(b.Folder) && a.Csv == b.Csv && (a.Dataset != DatasetKind.Phantoms || a.Phantoms == b.Phantoms);

    private static string? Full(string? folder) => folder is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
