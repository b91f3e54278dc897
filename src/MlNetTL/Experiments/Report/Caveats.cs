using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>What a reader must know before believing a figure: the failings that Roberts et al. (2021) found in published models, as far as the run
/// itself can tell.</summary>
internal static class Caveats
{
    // Below this many rows of a class, a single image moves the figures by more than a few points.
    private const int Few = 20;

    public static IEnumerable<string> Of(RunResult result)
    {
        if (result.Pipeline.Data.Dataset == DatasetKind.Phantoms)
            yield return "The images are drawn phantoms. The figures show that the software works; they say nothing about patients.";
        foreach (var caveat in OfScores(result.Pipeline)) yield return caveat;
        var hasTest = result.Evaluations.Any(evaluation => evaluation.Set == "test");
        foreach (var evaluation in result.Evaluations)
        {
            if (evaluation.ChoseBestEpoch)
                yield return $"The best epoch was chosen by the {evaluation.Set} images themselves, so the figures on them are optimistic.";
            // Where there is a test set its figures are the ones that are quoted: what limits them is said once.
            if (evaluation.Set == "test" || !hasTest) foreach (var caveat in Of(evaluation)) yield return caveat;
        }
        if (result.Evaluations.Any(evaluation => evaluation.Set == "external"))
        {
            yield return "The images were named as another set than the training images. "
                + "Whether they come from another source, and share no patient with them, is not for a program to know.";
            yield break;
        }
        yield return hasTest
            ? "The test images come from the same source as the training images. "
                + "Other hospitals, devices and patients may give lower figures: validate there before use."
            : "There is no test set, and no images from another source: this is internal validation only. "
                + "Other hospitals, devices and patients may give lower figures.";
    }

    // What a score means hangs on what it was trained for; areas under curves ask for its order alone.
    private static IEnumerable<string> OfScores(Pipeline pipeline)
    {
        if (pipeline.Training.Loss.Name == LossKind.AucMargin)
            yield return "The scores were trained to rank images (loss aucMargin) and are no probabilities: reliability and Brier score do not apply, and 0.5 is no threshold to read sensitivity, specificity or "
                + "accuracy at. The areas under the curves hold; choose a threshold on validation images.";
        if (pipeline.Task.Hierarchy)
            yield return "The score of a label under another is a product of conditional probabilities down the tree (task.hierarchy). The product is as good a probability as its factors are, whose errors multiply: "
                + "look at its reliability before you read sensitivity, specificity or accuracy at 0.5.";
    }

    private static IEnumerable<string> Of(EvaluationResult evaluation)
    {
        var set = evaluation.Set;
        if (evaluation.Patients is { } patients && patients < evaluation.Images)
            yield return $"The {evaluation.Images} {set} images come from {Figures.Count(patients, "patient", "patients")}. "
                + "The intervals treat images as independent, so they are too narrow.";
        else if (evaluation.Patients is null)
            yield return $"The data do not name the patients of the {set} images, "
                + $"so images of one patient may stand in training and {set} at once, and the intervals may be too narrow.";
        if (evaluation.Unscored > 0)
            yield return $"{Figures.Count(evaluation.Unscored, "image", "images")} of the {set} set could not be read "
                + $"and {(evaluation.Unscored == 1 ? "counts" : "count")} nowhere.";
        if (evaluation.Number is { Rows: < Few } number)
            yield return $"Only {Figures.Count(number.Rows, "image", "images")} of the {set} set {(number.Rows == 1 ? "has" : "have")} a known {number.Name}: the figures are uncertain.";
        foreach (var (name, positives, negatives) in Classes(evaluation))
        {
            if (positives == 0 && negatives == 0)
                yield return $"'{name}' has no figures on the {set} set: none of its images has a known answer there, or the model was not trained on it.";
            else if (positives == 0 || negatives == 0)
                yield return $"'{name}' has {(positives == 0 ? "no positive" : "no negative")} images in the {set} set: its AUC is not defined and enters no mean.";
            else if (Math.Min(positives, negatives) < Few)
                yield return $"'{name}' has only {Figures.Count(positives, "positive", "positives")} and {Figures.Count(negatives, "negative", "negatives")} "
                    + $"in the {set} set: its figures are uncertain.";
        }
        if (evaluation.Labels?.Labels.Where(label => label.Positives + label.Negatives > 0).Sum(label => label.Unknown) is > 0 and var unknown)
            yield return $"{Figures.Count(unknown, "label", "labels")} of the {set} set {(unknown == 1 ? "is" : "are")} unknown (uncertain or not mentioned) "
                + "and left out; what they would show may differ from what is known.";
    }

    private static IEnumerable<(string Name, int Positives, int Negatives)> Classes(EvaluationResult evaluation) => evaluation switch
    {
        { Labels: { } labels } => labels.Labels.Select(label => (label.Name, label.Positives, label.Negatives)),
        { Classes: { } classes } => classes.Classes.Select(c => (c.Name, c.Rows, classes.Rows - c.Rows)),
        _ => [],
    };
}
