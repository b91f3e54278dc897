namespace MlNetTL.Weights.Naming;

/// <summary>A way of naming a network's tensors that published files use.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="For">For the names of a file: what renames them, or null where they are not named this way. A name that the renamer has no answer for
/// (null) means that the rule is not applied at all.</param>
internal sealed record NamingRule(string Name, Func<IReadOnlyList<string>, Func<string, string?>?> For);
