using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;

namespace MlNetTL.Cli.Runs;

/// <summary>Leaves poor images out of every set, by limits that are fitted to the training set alone.</summary>
internal static class QualityGate
{
    private const int Named = 5;

    /// <summary>Measures the images of each set where there is a gate.</summary>
    /// <exception cref="InvalidDataException">No training image is left.</exception>
    public static PipelineData Pass(PipelineData data, QualitySettings? settings, int channels, CancellationToken cancel)
    {
        if (settings is null) return data;
        // Grey and colour images are judged by their luma.
        var measured = channels is 1 or 3 ? 1 : channels;
        var training = Measure(data.Train, measured, cancel);
        var limits = settings.ToLimits([.. training.OfType<ImageQuality>()]);
        var notes = new List<string>(data.Notes ?? []) { $"Images had to have {limits}{(settings.Spread is null ? "" : $" (fitted to {training.Length:N0} training images)")}." };
        ImageTable Without(ImageTable table, ImageQuality?[]? figures = null)
        {
            var reasons = (figures ?? Measure(table, measured, cancel)).Select(figure => figure is null ? [] : limits.ReasonsAgainst(figure)).ToArray();
            var poor = Enumerable.Range(0, reasons.Length).Where(i => reasons[i].Count > 0).ToArray();
            if (poor.Length > 0) notes.Add(Describe(table, poor, reasons));
            return table with { Rows = [.. table.Rows.Where((_, i) => reasons[i].Count == 0)], Poor = poor.Length };
        }

        var train = Without(data.Train, training);
        if (train.Rows.Count == 0) throw new InvalidDataException($"At least one training image must be good enough. {string.Join(" ", notes)} Loosen image.quality.");
        return data with { Train = train, Validation = data.Validation is null ? null : Without(data.Validation), Test = data.Test is null ? null : Without(data.Test), Notes = notes };
    }

    private static ImageQuality?[] Measure(ImageTable table, int channels, CancellationToken cancel) =>
        ImageQualityFiles.Measure([.. table.Rows.Select(row => row.Path)], channels, ImageQualityFiles.Side, cancel.ThrowIfCancellationRequested);

    private static string Describe(ImageTable table, int[] poor, IReadOnlyList<string>[] reasons)
    {
        var named = poor.Take(Named).Select(i => $"{Path.GetFileName(BandFiles.First(table.Rows[i].Path))} ({string.Join(", ", reasons[i])})");
        return $"{poor.Length:N0} of {table.Rows.Count:N0} {table.Set} images are poor and were left out: {string.Join("; ", named)}{(poor.Length > Named ? "; …" : "")}.";
    }
}
