using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Measures every image once and leaves the rows of poor ones out.</summary>
internal static class PoorImageFilter
{
    private const int NamedInWarning = 5;

    public static IDataView Apply(
        IHostEnvironment environment, IDataView input, ImageQualityLimits limits, string columnName, int channels, int side, string? imageFolder,
        out IReadOnlyList<PoorImage> poor)
    {
        if (string.Join(" ", limits.Problems()) is { Length: > 0 } problems) throw new ArgumentException(problems, nameof(limits));
        var host = environment.Register(nameof(PoorImageFilter));
        using var channel = host.Start("Filter poor images");
        var (paths, all) = Measure(host, input, columnName, channels, side, imageFolder);
        poor = [.. all.Where(image => image.Quality is not null).Select(image => new PoorImage(image.Path, image.Quality!, limits.ReasonsAgainst(image.Quality!))).Where(image => image.Reasons.Count > 0)];
        var dropped = poor.Select(image => image.Path).ToHashSet();
        channel.Info($"Images must have {limits}.");
        if (dropped.Count > 0) channel.Warning(Summary(poor, paths.Count(dropped.Contains), paths.Length, limits));
        return dropped.Count == 0 ? input : new TextFilterView(input, columnName, path => !dropped.Contains(path));
    }

    public static ImageQualityLimits Fit(IHostEnvironment environment, IDataView training, double spread, string columnName, int channels, int side, string? imageFolder)
    {
        var host = environment.Register(nameof(PoorImageFilter));
        using var channel = host.Start("Fit limits of image quality");
        var (_, all) = Measure(host, training, columnName, channels, side, imageFolder);
        var limits = ImageQualityLimits.Fit([.. all.Select(image => image.Quality).OfType<ImageQuality>()], spread);
        channel.Info($"By {all.Length:N0} training images, images must have {limits}.");
        return limits;
    }

    private static (string[] Paths, (string Path, ImageQuality? Quality)[] Images) Measure(
        IHost host, IDataView input, string columnName, int channels, int side, string? imageFolder)
    {
        if (ImageInput.Find(input.Schema, columnName) is { Type: not TextDataViewType } column)
            throw new ArgumentException($"Column '{columnName}' must hold the images' paths (Text). Found: {column.Type}.");
        var paths = input.GetColumn<string>(columnName).ToArray();
        var distinct = paths.Distinct().ToArray();
        var figures = ImageQualityFiles.Measure([.. distinct.Select(path => FullPath(path, imageFolder))], channels, side, () => Environments.CheckAlive(host));
        return (paths, [.. distinct.Zip(figures)]);
    }

    // A path that cannot be is as unreadable as a file that cannot.
    private static string FullPath(string path, string? folder)
    {
        try
        {
            return ImagePath.Resolve(path, folder);
        }
        catch (UnreadableImageException)
        {
            return "";
        }
    }

    private static string Summary(IReadOnlyList<PoorImage> poor, int rows, int total, ImageQualityLimits limits)
    {
        var named = string.Join(" ", poor.Take(NamedInWarning).Select(image => $"'{BandFiles.Shown(image.Path)}': {string.Join(", ", image.Reasons)}."));
        var rest = poor.Count > NamedInWarning ? $" And {poor.Count - NamedInWarning:N0} more." : "";
        return $"{rows:N0} of {total:N0} rows are left out, as their images are poor ({limits}). {named}{rest}";
    }
}
