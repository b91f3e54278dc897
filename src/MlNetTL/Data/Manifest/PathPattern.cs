using System.Text.RegularExpressions;
using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>How the path of an image follows from a row of a CSV that has no column of paths: <c>image{ID}.tif</c>, or for one file a band
/// <c>{patch}/{patch}_{band}.tif</c>.</summary>
internal sealed partial class PathPattern
{
    /// <summary>The name in a pattern that stands for each of the bands in turn.</summary>
    public const string Band = "band";

    private readonly string _pattern;
    private readonly IReadOnlyList<string> _bands;

    private PathPattern(string pattern, IReadOnlyList<string>? bands) => (_pattern, _bands) = (pattern, bands ?? []);

    /// <summary>The columns that it needs, each once.</summary>
    public IReadOnlyList<string> Columns =>
        [.. Name().Matches(_pattern).Select(match => match.Groups[1].Value).Where(name => _bands.Count == 0 || name != Band).Distinct()];

    /// <summary>The pattern of the options, or null where they name a column of paths.</summary>
    public static PathPattern? Of(ImageManifestOptions options) => options.PathPattern is { } pattern ? new(pattern, options.Bands) : null;

    /// <summary>What is wrong with a pattern and its bands, a clause each that begins with 'must', by the setting at fault.</summary>
    public static IEnumerable<(string Setting, string Expected, string? Received)> Problems(string? pattern, IReadOnlyList<string>? bands)
    {
        if (pattern is null)
        {
            if (bands is not null) yield return ("bands", "must be absent where there is no path pattern", string.Join(", ", bands));
            yield break;
        }
        var names = Name().Matches(pattern).Select(match => match.Groups[1].Value).ToArray();
        if (names.Length == 0 || Name().Replace(pattern, "").AsSpan().ContainsAny('{', '}'))
            yield return ("pathPattern", "must hold columns in braces, such as image{ID}.tif", pattern);
        if (pattern.Contains(BandFiles.Separator, StringComparison.Ordinal))
            yield return ("pathPattern", $"must describe one file, without '{BandFiles.Separator}'; name several by {{{Band}}} and bands", pattern);
        if (bands is null) yield break;
        if (names.Length > 0 && names.All(name => name == Band)) yield return ("pathPattern", $"must hold a column in braces beside {{{Band}}}, such as {{patch}}_{{{Band}}}.tif", pattern);
        if (!names.Contains(Band)) yield return ("pathPattern", $"must hold {{{Band}}}, because there are bands", pattern);
        if (bands.Count == 0 || bands.Any(string.IsNullOrWhiteSpace) || bands.Distinct().Count() < bands.Count)
            yield return ("bands", "must name each band once, in the order of the channels", string.Join(", ", bands));
    }

    /// <summary>The relative path of a row's image: of one file, or of one for each band.</summary>
    /// <param name="valueOf">The row's value of a column.</param>
    public string PathOf(Func<string, string> valueOf) =>
        _bands.Count == 0 ? Fill(_pattern, valueOf) : BandFiles.Join([.. _bands.Select(band => Fill(_pattern, name => name == Band ? band : valueOf(name)))]);

    private static string Fill(string pattern, Func<string, string> valueOf) => Name().Replace(pattern, match => valueOf(match.Groups[1].Value));

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Name();
}
