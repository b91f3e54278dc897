using System.Globalization;

namespace MlNetTL.Weights.Naming;

/// <summary>Networks of torchvision that were saved as <c>Sequential(*model.children())</c> without their head, so that the parts are numbered in the order
/// in which they were made. RadImageNet's files for PyTorch are of this form, with 'backbone.' in front.</summary>
internal static class ModuleChildren
{
    private static readonly string?[] s_resNet = ["conv1", "bn1", null, null, "layer1", "layer2", "layer3", "layer4", null];

    public static IReadOnlyList<NamingRule> Rules { get; } =
    [
        new("a ResNet's parts by number (as in RadImageNet's files)", names =>
            HasAll(names, "0.weight", "1.running_mean", "4.0.conv1.weight", "7.0.conv1.weight") ? name => Numbered(name, s_resNet) : null),
        new("a DenseNet's parts by number (as in RadImageNet's files)", names =>
            HasAll(names, "0.conv0.weight", "0.norm0.weight") ? name => Numbered(name, ["features"]) : null),
        new("InceptionV3's parts by number (as in RadImageNet's files)", names =>
            HasAll(names, "0.conv.weight", "0.bn.weight", "1.conv.weight", "2.conv.weight") ? name => Numbered(name, Inception(names)) : null),
    ];

    // The poolings between the first convolutions became parts of their own in torchvision 0.6; the auxiliary head is one where the network was made with it.
    private static List<string?> Inception(IReadOnlyList<string> names)
    {
        string?[] pool = names.Contains("3.conv.weight") ? [] : [null];
        List<string?> parts =
        [
            "Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", .. pool, "Conv2d_3b_1x1", "Conv2d_4a_3x3", .. pool,
            "Mixed_5b", "Mixed_5c", "Mixed_5d", "Mixed_6a", "Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e",
        ];
        if (names.Contains($"{parts.Count}.conv0.conv.weight")) parts.Add("AuxLogits");
        return [.. parts, "Mixed_7a", "Mixed_7b", "Mixed_7c"];
    }

    private static bool HasAll(IReadOnlyList<string> names, params string[] wanted) => wanted.All(names.Contains);

    private static string? Numbered(string name, IReadOnlyList<string?> parts) =>
        name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        && int.TryParse(name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < parts.Count && parts[number] is { } part
            ? part + name[dot..]
            : null;
}
