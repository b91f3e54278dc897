using System.Globalization;
using System.Text.RegularExpressions;

namespace MlNetTL.Weights;

/// <summary>The names and layouts of Big Transfer's own files: <c>resnet/block1/unit01/a/standardized_conv2d/kernel</c> for what is
/// <c>stages.0.blocks.0.conv1.weight</c> here, with kernels stored as [height, width, inputs, outputs], as TensorFlow has them.</summary>
internal static partial class BigTransferNames
{
    private const string Stem = "resnet/root_block/standardized_conv2d/kernel";

    /// <summary>The arrays under the names and in the layout of the networks here; null where they are not Big Transfer's.</summary>
    public static List<(string Name, TensorView View, ByteRange Range)>? Plain(List<(string Name, TensorView View, ByteRange Range)> arrays)
    {
        if (!arrays.Exists(array => array.Name == Stem)) return null;
        List<(string Name, TensorView View, ByteRange Range)> plain = [.. arrays.Select(array => Of(array.Name) is { } name ? (name, OutputsFirst(array.View), array.Range) : array)];
        return plain.DistinctBy(array => array.Name).Count() == plain.Count ? plain : null;
    }

    /// <summary>The name here of one of theirs; null where it is none.</summary>
    public static string? Of(string name)
    {
        if (name == Stem) return "stem.conv.weight";
        if (Ends().Match(name) is { Success: true } end)
            return end.Groups["norm"].Success ? $"norm.{Last(end)}" : $"head.fc.{Last(end)}";
        if (Unit().Match(name) is not { Success: true } unit) return null;
        var block = $"stages.{Number(unit, "block") - 1}.blocks.{Number(unit, "unit") - 1}";
        if (unit.Groups["proj"].Success) return $"{block}.downsample.conv.weight";
        var place = unit.Groups["part"].Value[0] - 'a' + 1;
        return unit.Groups["norm"].Success ? $"{block}.norm{place}.{Last(unit)}" : $"{block}.conv{place}.weight";
    }

    // HWIO as it lies in the file is a view of OIHW: only the strides change places.
    private static TensorView OutputsFirst(TensorView view) => view.Shape.Length != 4 ? view
        : view with { Shape = Permuted(view.Shape), Strides = Permuted(view.Strides) };

    private static long[] Permuted(long[] hwio) => [hwio[3], hwio[2], hwio[0], hwio[1]];

    private static string Last(Match match) => match.Groups["last"].Value is "gamma" or "kernel" ? "weight" : "bias";

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^resnet/((?<norm>group_norm)/(?<last>gamma|beta)|head/conv2d/(?<last>kernel|bias))$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Ends();

    [GeneratedRegex(
        "^resnet/block(?<block>[1-4])/unit(?<unit>[0-9]{2})/((?<part>[abc])/(standardized_conv2d/kernel|(?<norm>group_norm)/(?<last>gamma|beta))|a/(?<proj>proj)/standardized_conv2d/kernel)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Unit();
}
