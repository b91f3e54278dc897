using MlNetTL.Cli.Splits;
using MlNetTL.Data;

namespace MlNetTL.Cli.Runs;

/// <summary>Refuses sets that share an image or a patient: the commonest reason why published figures could not be had again (Roberts et al. 2021).</summary>
internal static class SetsApart
{
    private const int Named = 5;

    private static readonly SplitUnit[] s_units = [SplitUnit.Image, SplitUnit.Patient, SplitUnit.Study, SplitUnit.Source];

    /// <summary>Checks every pair of sets.</summary>
    /// <returns>A sentence for each thing that sets share because the split was asked to be by a smaller unit.</returns>
    /// <exception cref="InvalidDataException">Two sets share something that they must not; the message names all pairs.</exception>
    public static IReadOnlyList<string> Require(PipelineData data)
    {
        ImageTable[] sets = [.. data.Sets];
        // Without a split of our own, patients are what must be apart.
        var unit = data.Split?.Groups.Unit ?? SplitUnit.Patient;
        var (problems, warnings) = (new List<string>(), new List<string>());
        for (var i = 0; i < sets.Length; i++)
            for (var j = i + 1; j < sets.Length; j++)
                foreach (var kind in s_units)
                {
                    if (Shared(kind, sets[i], sets[j]) is not { Count: > 0 } shared) continue;
                    if (kind == SplitUnit.Image || kind == unit || (kind == SplitUnit.Study && unit == SplitUnit.Patient)) problems.Add(Refusal(kind, sets[i], sets[j], shared));
                    else if (data.Split is not null && IsLarger(kind, unit)) warnings.Add(Warning(kind, unit, sets[i], sets[j], shared));
                }
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join(Environment.NewLine, problems) + Environment.NewLine
                + "Figures on a set that shares images or patients with the training set say nothing about new ones. Mend the splits, or leave 'validation' out and have it split by patient.");
        return warnings;
    }

    // Whoever splits by source has said what must be apart; that a patient has several tiles is still worth a word.
    private static bool IsLarger(SplitUnit kind, SplitUnit unit) => unit switch
    {
        SplitUnit.Image => true,
        SplitUnit.Study or SplitUnit.Source => kind == SplitUnit.Patient,
        _ => false,
    };

    private static List<string> Shared(SplitUnit kind, ImageTable a, ImageTable b)
    {
        string NameOf(LabelledImage row) => kind == SplitUnit.Image ? row.Path : SplitGroups.GroupOf(kind, row)!;
        return [.. a.Rows.Select(NameOf).Intersect(b.Rows.Select(NameOf)).Where(name => name.Length > 0).Order(StringComparer.Ordinal)];
    }

    private static string Refusal(SplitUnit kind, ImageTable a, ImageTable b, List<string> shared) =>
        $"The {a.Set} and {b.Set} sets must not share any {SplitGroups.Word(kind)}. Found {shared.Count}: {string.Join(", ", shared.Take(Named))}{(shared.Count > Named ? ", …" : "")}.";

    private static string Warning(SplitUnit kind, SplitUnit unit, ImageTable a, ImageTable b, List<string> shared) =>
        $"The {a.Set} and {b.Set} sets share {shared.Count:N0} {SplitGroups.Word(kind, several: shared.Count != 1)}, because the split is by {SplitGroups.Word(unit)}: "
        + $"the figures are too good for images of a new {SplitGroups.Word(kind)}. 'mlnettl leakage' measures by how much.";
}
