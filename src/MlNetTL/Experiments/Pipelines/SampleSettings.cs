using MlNetTL.Data;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>Which of the training images are used. With the same seed a smaller number is a part of a larger one: the 100 are among the 1000.</summary>
/// <param name="PerCategory">So many of each class (multiclass), of the positives and of the negatives (binary), or of the positives of each label
/// (multiLabel), as 'task.uncertain' and 'task.blank' count them.</param>
/// <param name="Images">So many images in all.</param>
/// <param name="Groups">From so many patients, or what 'of' says: as many images from one as from another. More groups for the same number of images are
/// more diverse.</param>
/// <param name="Of">What 'groups' counts: patient, study or source. Absent: what the split keeps together.</param>
public sealed record SampleSettings(int? PerCategory = null, int? Images = null, int? Groups = null, SplitUnit? Of = null)
{
    internal void Validate(ProblemList problems)
    {
        foreach (var (name, count) in new[] { ("perCategory", PerCategory), ("images", Images), ("groups", Groups) })
            problems.Require(count is null or >= 1, $"data.split.sample.{name}", "must be at least 1", count);
        problems.Require(PerCategory is not null || Images is not null || Groups is not null, "data.split.sample", "must say perCategory, images or groups", null);
        problems.Require(PerCategory is null || (Images is null && Groups is null), "data.split.sample.perCategory", "must be absent where 'images' or 'groups' is given", PerCategory);
        problems.Require(Of is null || Groups is not null, "data.split.sample.of", "must be absent where there are no 'groups'", Of?.ToString().ToLowerInvariant());
        problems.Require(Of != SplitUnit.Image, "data.split.sample.of", "must be patient, study or source", "image");
    }
}
