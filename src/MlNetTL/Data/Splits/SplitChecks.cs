using System.Globalization;
using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>What must hold for the rows of a split's file.</summary>
internal sealed class SplitChecks(DataProblems problems, SplitUnit unit, bool hasFolds)
{
    private const int MostFolds = 1000;

    private readonly Dictionary<string, long> _lineOf = [];
    private readonly Dictionary<string, (string Set, long Line)> _setOf = [];

    /// <summary>Checks a row and notes what is wrong with it.</summary>
    public bool Accept(long line, SplitRow row)
    {
        var before = problems.Count;
        if (!BandFiles.FilesOf(row.Path).All(file => RelativePath.StaysInside(file))) problems.Add(line, "path", DataProblems.Quote(row.Path), RelativePath.Expected);
        if (row.Group.Length == 0) problems.Add(line, "group", "nothing", "the patient, or what else is kept together");
        if (hasFolds)
        {
            if (!int.TryParse(row.Set, NumberStyles.None, CultureInfo.InvariantCulture, out var fold) || fold is < 1 or > MostFolds)
                problems.Add(line, "fold", DataProblems.Quote(row.Set), $"the number of a fold, 1 to {MostFolds}");
        }
        else if (!SplitTable.Sets.Contains(row.Set))
        {
            problems.Add(line, "set", DataProblems.Quote(row.Set), string.Join(", ", SplitTable.Sets));
        }
        if (!_lineOf.TryAdd(row.Path, line)) problems.Add(line, "path", $"{DataProblems.Quote(row.Path)}, which line {_lineOf[row.Path]} has already", "each image once");
        NoteParted(line, row);
        return problems.Count == before;
    }

    private void NoteParted(long line, SplitRow row)
    {
        if (unit == SplitUnit.Image || row.Set == "none" || row.Group.Length == 0) return;
        if (_setOf.TryAdd(row.Group, (row.Set, line))) return;
        var (set, first) = _setOf[row.Group];
        if (set != row.Set)
            problems.Add(line, "group", $"{unit.ToString().ToLowerInvariant()} {DataProblems.Quote(row.Group)} in '{row.Set}', which line {first} has in '{set}'", "each in one set only");
    }
}
