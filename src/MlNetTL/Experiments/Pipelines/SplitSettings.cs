using MlNetTL.Data;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>How the rows of 'data.train' are divided into training, validation and test images.</summary>
/// <param name="By">What is kept together: patient, study, source (tile, slide, place) or image (nothing: figures are too good where images are alike).
/// Absent: patient where the data name patients, else source where they name sources, else image.</param>
/// <param name="Validation">The share for validation, above 0, where 'data.validation' is absent. Absent: 'data.validationFraction'.</param>
/// <param name="Test">The share for the test, above 0, where 'data.test' is absent. Absent: no test.</param>
/// <param name="Folds">Divides the rows into so many folds, one of which ('fold') is the test. With a file: the file says how many.</param>
/// <param name="Fold">Which fold is the test, from 1. Absent: 1.</param>
/// <param name="Stratify">Whether each set gets its share of every class, or of the positives and negatives of every label. Absent: true.</param>
/// <param name="Seed">The seed of the split and of the sample. Absent: the run's seed. Set it to keep the sets the same for runs of several seeds.</param>
/// <param name="Sample">Takes some of the training images only. Validation and test stay as they are, so that runs with more and fewer images can be
/// compared. Absent: all.</param>
/// <param name="File">A file that 'mlnettl data split' wrote, or any CSV with the columns path, group and set (train, validation, test, none) or fold.
/// Relative to the working folder.</param>
public sealed record SplitSettings(
    SplitUnit? By = null,
    double? Validation = null,
    double? Test = null,
    int? Folds = null,
    int? Fold = null,
    bool Stratify = true,
    long? Seed = null,
    SampleSettings? Sample = null,
    string? File = null)
{
    private const int MostFolds = 1000;

    internal void Validate(DataSettings data, ProblemList problems)
    {
        foreach (var (name, share) in new[] { ("validation", Validation), ("test", Test) })
            problems.Require(share is null or (> 0 and < 1), $"data.split.{name}", "must lie above 0 and below 1", share);
        problems.Require(Validation is null || data.Validation is null, "data.split.validation", "must be absent where 'data.validation' names the validation images", Validation);
        problems.Require(Test is null || data.Test is null, "data.split.test", "must be absent where 'data.test' names the test images", Test);
        problems.Require((Test ?? 0) + (Validation ?? (data.Validation is null ? data.ValidationFraction : 0)) < 1, "data.split.test",
            "must leave images to train on: 'validation' (absent: 'data.validationFraction') and 'test' must be below 1 together", Test);
        problems.Require(Folds is null or (>= 2 and <= MostFolds), "data.split.folds", $"must lie between 2 and {MostFolds}", Folds);
        problems.Require(Folds is null || (Test is null && data.Test is null), "data.split.folds", "must be absent where there are other test images: a fold is the test", Folds);
        problems.Require(Fold is null || Folds is not null || File is not null, "data.split.fold", "must be absent where there are no 'folds'", Fold);
        problems.Require(Fold is null || (Fold >= 1 && Fold <= (Folds ?? MostFolds)), "data.split.fold", $"must lie between 1 and {Folds ?? MostFolds}", Fold);
        if (File is not null)
            foreach (var (name, value) in new (string, object?)[] { ("by", By), ("test", Test), ("folds", Folds) })
                problems.Require(value is null, $"data.split.{name}", "must be absent where 'file' says it", value?.ToString()?.ToLowerInvariant());
        Sample?.Validate(problems);
    }
}
