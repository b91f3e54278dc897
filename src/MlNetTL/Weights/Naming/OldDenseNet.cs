using System.Text.RegularExpressions;

namespace MlNetTL.Weights.Naming;

/// <summary>DenseNet's names in the files that torchvision published, which are older than its code: a dense layer's parts were called norm.1, conv.1,
/// norm.2, conv.2, and are now norm1, conv1, norm2, conv2.</summary>
internal static partial class OldDenseNet
{
    public static NamingRule Rule { get; } = new("DenseNet's old names (norm.1 for norm1)", names =>
        names.Any(name => Old().IsMatch(name)) && !names.Any(name => New().IsMatch(name)) ? name => Old().Replace(name, "$1$2") : null);

    [GeneratedRegex(@"(denselayer\d+\.(?:norm|conv))\.([12])(?=\.)")]
    private static partial Regex Old();

    [GeneratedRegex(@"denselayer\d+\.(?:norm|conv)[12]\.")]
    private static partial Regex New();
}
