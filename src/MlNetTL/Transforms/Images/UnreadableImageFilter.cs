using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Images;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Decodes every image once and leaves the rows of unreadable ones out.</summary>
internal static class UnreadableImageFilter
{
    private const int NamedInWarning = 5;

    public static IDataView Apply(
        IHostEnvironment environment, IDataView input, string columnName, int channels, string? imageFolder, out IReadOnlyList<UnreadableImage> unreadable)
    {
        // Whether an image can be read does not hang on the size that it is brought to.
        var settings = new DecodeSettings(16, 16, channels);
        settings.Validate();
        var column = ImageInput.Find(input.Schema, columnName);
        if (column.Type is not TextDataViewType) throw new ArgumentException($"Column '{columnName}' must hold the images' paths (Text). Found: {column.Type}.");
        var host = environment.Register(nameof(UnreadableImageFilter));
        using var channel = host.Start("Filter unreadable images");
        var paths = input.GetColumn<string>(columnName).ToArray();
        unreadable = Find(paths.Distinct().ToArray(), settings, imageFolder, host);
        var dropped = unreadable.Select(image => image.Path).ToHashSet();
        if (dropped.Count > 0) channel.Warning(Summary(unreadable, paths.Count(dropped.Contains), paths.Length));
        return dropped.Count == 0 ? input : new TextFilterView(input, columnName, path => !dropped.Contains(path));
    }

    private static UnreadableImage[] Find(string[] paths, DecodeSettings settings, string? folder, IHost host)
    {
        var reasons = new ConcurrentDictionary<string, string>();
        Parallel.ForEach(paths, () => new byte[settings.RowBytes], (path, _, pixels) =>
        {
            Environments.CheckAlive(host);
            try
            {
                ImageDecoder.DecodeFile(ImagePath.Resolve(path, folder), settings, pixels);
            }
            catch (UnreadableImageException error)
            {
                reasons[path] = error.Reason;
            }
            return pixels;
        }, _ => { });
        return [.. paths.Where(reasons.ContainsKey).Select(path => new UnreadableImage(path, reasons[path]))];
    }

    private static string Summary(IReadOnlyList<UnreadableImage> unreadable, int rows, int total)
    {
        var named = string.Join(" ", unreadable.Take(NamedInWarning).Select(image => $"'{BandFiles.Shown(image.Path)}': {image.Reason}"));
        var rest = unreadable.Count > NamedInWarning ? $" And {unreadable.Count - NamedInWarning:N0} more." : "";
        return $"{rows:N0} of {total:N0} rows are left out, as their images cannot be read. {named}{rest}";
    }
}
