using MlNetTL.Cli.Runs;
using MlNetTL.Data;

namespace MlNetTL.Cli.Splits;

/// <summary>What to compare.</summary>
/// <param name="Pipeline">The pipeline file.</param>
/// <param name="Overrides">Settings in place of the file's.</param>
/// <param name="Units">The units, the loosest first.</param>
/// <param name="Repeats">Runs for each.</param>
/// <param name="Output">The folder; null for a new one.</param>
internal sealed record LeakageOptions(string Pipeline, Overrides Overrides, IReadOnlyList<SplitUnit> Units, int Repeats, string? Output);
