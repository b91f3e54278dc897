using System.Globalization;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>The order of an ordinal task's grades.</summary>
internal static class GradeOrder
{
    /// <summary>The pipeline with its grades named from the lowest on: as the file has them, or those of the training images by value, where they are numbers. As text, 10 would stand before 2.</summary>
    /// <exception cref="ArgumentException">The file states no order, and the classes are no numbers or fewer than two.</exception>
    public static Pipeline Stated(Pipeline pipeline, ImageTable train)
    {
        if (pipeline.Task.Kind != TaskKind.Ordinal || pipeline.Task.Labels.Count > 0) return pipeline;
        string[] classes = [.. train.Rows.Select(row => row.Label).Where(label => label.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        if (classes.FirstOrDefault(name => !double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) is { } word)
            throw new ArgumentException($"task.labels must state the grades from the lowest on where they are no numbers. Received nothing, and the training images have '{word}'.");
        if (classes.Length < 2) throw new ArgumentException($"The training images must have at least 2 grades. Found: {string.Join(", ", classes)}.");
        return pipeline with { Task = pipeline.Task with { Labels = [.. classes.OrderBy(name => double.Parse(name, CultureInfo.InvariantCulture))] } };
    }
}
