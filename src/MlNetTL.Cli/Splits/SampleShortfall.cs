using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Splits;

/// <summary>Says why n images of each category cannot be had, with the counts, and which settings would give them.</summary>
internal static class SampleShortfall
{
    private static readonly UncertainPolicy[] s_uncertain = [UncertainPolicy.Ignore, UncertainPolicy.Zeros, UncertainPolicy.Ones];
    private static readonly BlankPolicy[] s_blank = [BlankPolicy.Ignore, BlankPolicy.Negative];

    /// <summary>The error.</summary>
    /// <param name="task">The task.</param>
    /// <param name="train">All training images, labelled or not.</param>
    /// <param name="categories">The categories.</param>
    /// <param name="has">How many images each has.</param>
    /// <param name="wanted">How many were asked for.</param>
    public static InvalidDataException Error(TaskSettings task, ImageTable train, TaskCategories categories, int[] has, int wanted)
    {
        var counts = string.Join(", ", has.Select((count, i) => $"{count:N0} {categories.Sampled[i]}"));
        var message = $"data.split.sample.perCategory asks for {wanted:N0} images of each category, and the training images have {counts}"
            + $" (uncertain: {Name(task.Uncertain)}, blank: {Name(task.Blank)}).";
        if (task.Kind.HasClasses) return new($"{message} Ask for {has.Min():N0} or fewer, or give the training set a larger share.");
        message += Values(task, train);
        var others = (from uncertain in s_uncertain from blank in s_blank select task with { Uncertain = uncertain, Blank = blank })
            .Where(other => Side(other.Uncertain) != Side(task.Uncertain) || other.Blank != task.Blank).Select(other => (Task: other, Has: CountUnder(other, train))).ToArray();
        var enough = others.Where(other => other.Has.Min() >= wanted).ToArray();
        if (enough.Length > 0)
            return new($"{message} These settings of 'task' would give them: {string.Join("; ", enough.Select(Words))}. Or ask for {has.Min():N0} or fewer.");
        var best = others.MaxBy(other => other.Has.Min());
        return new($"{message} No setting of 'task' gives so many; the most is {best.Has.Min():N0} of each by {Words(best)}. Ask for {Math.Max(has.Min(), best.Has.Min()):N0} or fewer.");
    }

    private static string Words((TaskSettings Task, int[] Has) other) =>
        $"\"uncertain\": \"{Name(other.Task.Uncertain)}\", \"blank\": \"{Name(other.Task.Blank)}\" ({string.Join(" and ", other.Has.Select(count => $"{count:N0}"))})";

    private static string Values(TaskSettings task, ImageTable train)
    {
        var parts = task.Labels.Select((label, i) => (Label: label, Values: train.Rows.Select(row => row.Labels[i]).ToArray()))
            .Select(pair => $"'{pair.Label}' is 1 in {pair.Values.Count(v => v == 1):N0}, 0 in {pair.Values.Count(v => v == 0):N0}, "
                + $"uncertain in {pair.Values.Count(v => v == -1):N0} and blank in {pair.Values.Count(float.IsNaN):N0} of them");
        return $" {string.Join("; ", parts)}.";
    }

    private static int[] CountUnder(TaskSettings task, ImageTable train)
    {
        var categories = new TaskCategories(task, train);
        var counts = new int[categories.Sampled.Count];
        foreach (var row in train.Rows)
            foreach (var category in categories.SampledOf(row)) counts[category]++;
        return counts;
    }

    private static bool? Side(UncertainPolicy policy) => LabelTarget.Of(-1, policy, BlankPolicy.Ignore);

    private static string Name<T>(T policy) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(policy.ToString());
}
