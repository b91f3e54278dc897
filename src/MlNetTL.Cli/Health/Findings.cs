namespace MlNetTL.Cli.Health;

/// <summary>Gathers the facts of a section. Each is looked for by itself: what cannot be found becomes a problem and hides nothing else.</summary>
/// <param name="title">The section's title.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class Findings(string title, List<string> problems)
{
    private readonly List<(string Name, string Value)> _facts = [];

    /// <summary>What was found so far.</summary>
    public Section Section => new(title, _facts);

    /// <summary>Looks for a fact.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="find">Looks for it.</param>
    /// <param name="wayOut">Sentences for who lacks it; the reason follows them.</param>
    public void Add(string name, Func<string> find, string wayOut = "") => AddAll(name, () => [(name, find())], wayOut);

    /// <summary>Looks for several facts at once.</summary>
    /// <param name="what">What they are called where none is found.</param>
    /// <param name="find">Looks for them.</param>
    /// <param name="wayOut">Sentences for who lacks them; the reason follows them.</param>
    public void AddAll(string what, Func<IEnumerable<(string Name, string Value)>> find, string wayOut = "")
    {
        try
        {
            _facts.AddRange(find());
        }
        catch (Exception error)
        {
            _facts.Add((what, "not found"));
            var problem = wayOut.Length == 0 ? $"{what}: {Reason(error)}" : $"{wayOut} {Reason(error)}";
            if (!problems.Contains(problem)) problems.Add(problem);
        }
    }

    private static string Reason(Exception error) => Failures.Innermost(error).Message;
}
