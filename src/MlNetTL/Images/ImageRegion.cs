using System.Globalization;
using System.Text.RegularExpressions;

namespace MlNetTL.Images;

/// <summary>A rectangle of an image, such as a cell on a tile. The path of an image names it by a media fragment of the W3C at its end:
/// <c>tile.png#xywh=-5,960,32,32</c>.</summary>
/// <remarks>
/// <para>Wherever a path of an image is read, such a path may stand; of an image that is made of several files (<see cref="BandFiles"/>) each file has a region
/// of its own, as their resolutions differ. The region is cut out before the image is resized, from the upright image (after its EXIF orientation).</para>
/// <para>Beyond what the W3C allows, a region may reach over the borders of its image. What lies outside is filled by mirroring at the pixels of the border,
/// which are not repeated themselves: NumPy's <c>pad(mode='reflect')</c>, however far it goes. At least one pixel must lie on the image.</para>
/// </remarks>
/// <param name="X">The first column, in pixels from the left border, counted from 0; may be negative.</param>
/// <param name="Y">The first row, in pixels from the upper border, counted from 0; may be negative.</param>
/// <param name="Width">Columns, 1 to 16,384.</param>
/// <param name="Height">Rows, 1 to 16,384.</param>
public readonly partial record struct ImageRegion(int X, int Y, int Width, int Height)
{
    /// <summary>What stands between the file and the numbers.</summary>
    public const string Fragment = "#xywh=";

    // So far from any image that no sum of two of them leaves the range of Int32.
    private const int Farthest = 1_000_000_000;

    /// <summary>The path of this region of an image file.</summary>
    /// <param name="file">The file, without a region.</param>
    /// <exception cref="ArgumentException">The file has a region already, or the numbers are out of range.</exception>
    public string Of(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Contains(Fragment, StringComparison.Ordinal) || file.Contains(BandFiles.Separator, StringComparison.Ordinal))
            throw new ArgumentException($"The file must be one, without a region. Received: '{file}'.", nameof(file));
        return IsInRange ? $"{file}{this}" : throw new ArgumentException($"{RangeExpected}. Received: {this}.");
    }

    /// <summary>The file of a path, and the region of it that is meant; null for all of it.</summary>
    /// <param name="path">The path of one file, with or without a region.</param>
    /// <exception cref="UnreadableImageException">The path holds a region that is not written as it must be.</exception>
    public static (string File, ImageRegion? Region) Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Problem(path) is { } problem ? throw new UnreadableImageException(path, problem) : (FileOf(path), TryParse(path));
    }

    /// <summary>The fragment, such as <c>#xywh=10,20,32,32</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Fragment}{X},{Y},{Width},{Height}");

    /// <summary>The file of a path, without the region.</summary>
    internal static string FileOf(string path) => path.IndexOf(Fragment, StringComparison.Ordinal) is >= 0 and var at ? path[..at] : path;

    /// <summary>The same region of another file, or the other file where there is no region.</summary>
    internal static string Map(string path, Func<string, string> map)
    {
        var file = FileOf(path);
        return map(file) + path[file.Length..];
    }

    /// <summary>What is wrong with the region of a path, or null where nothing is.</summary>
    internal static string? Problem(string path) => !path.Contains(Fragment, StringComparison.Ordinal) || TryParse(path) is not null ? null
        : $"after '{Fragment}' there must be x,y,width,height in whole pixels, to the end of the path ({RangeExpected}). Received: '{path[FileOf(path).Length..]}'.";

    private const string RangeExpected = "width and height 1 to 16384, x and y within 1,000,000,000 pixels";

    private bool IsInRange => Width is >= 1 and <= DecodeSettings.MaxSide && Height is >= 1 and <= DecodeSettings.MaxSide
        && X is >= -Farthest and <= Farthest && Y is >= -Farthest and <= Farthest;

    private static ImageRegion? TryParse(string path)
    {
        if (Numbers().Match(path, FileOf(path).Length) is not { Success: true } match) return null;
        Span<int> numbers = stackalloc int[4];
        for (var i = 0; i < numbers.Length; i++)
            if (!int.TryParse(match.Groups[i + 1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i])) return null;
        var region = new ImageRegion(numbers[0], numbers[1], numbers[2], numbers[3]);
        return region.IsInRange ? region : null;
    }

    // 'pixel:' is the W3C's way to say what is meant anyway.
    [GeneratedRegex(@"\G#xywh=(?:pixel:)?(-?[0-9]{1,10}),(-?[0-9]{1,10}),([0-9]{1,5}),([0-9]{1,5})\z")]
    private static partial Regex Numbers();
}
