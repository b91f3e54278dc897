using MlNetTL.Interop;

namespace MlNetTL.Cli.Health;

/// <summary>What was found on a machine, and what is missing.</summary>
/// <param name="Sections">The findings.</param>
/// <param name="Warnings">Sentences: what works and may yet go wrong.</param>
/// <param name="Problems">Sentences: what is missing, why, and the way out. Empty where all is well.</param>
internal sealed record Checkup(IReadOnlyList<Section> Sections, IReadOnlyList<string> Warnings, IReadOnlyList<string> Problems)
{
    /// <summary>Looks at everything. What fails becomes a problem, and the rest is looked at all the same.</summary>
    public static Checkup Run()
    {
        var problems = new List<string>();
        Section[] all =
        [
            SystemFacts.All(problems), Libraries.All(problems), Devices.All(problems),
            Places.All(problems), Places.Weights(problems), SystemFacts.Variables(problems),
        ];
        return new([.. all.Where(section => section.Facts.Count > 0)], [.. LibTorch.Warnings], problems);
    }
}
