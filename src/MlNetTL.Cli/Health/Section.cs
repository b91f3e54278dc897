namespace MlNetTL.Cli.Health;

/// <summary>Some findings under a title.</summary>
/// <param name="Title">The title.</param>
/// <param name="Facts">Names and values.</param>
internal sealed record Section(string Title, IReadOnlyList<(string Name, string Value)> Facts);
