using System.Text;

namespace MlNetTL.Data;

/// <summary>Collects what is wrong with data, so that a person sees all of it at once instead of one mistake a run.</summary>
/// <param name="subject">The file or the folder that it is wrong with.</param>
internal abstract class CollectedProblems(string subject)
{
    /// <summary>How many problems are spelt out; the rest is counted.</summary>
    public const int Limit = 20;

    private readonly List<string> _spelt = [];

    /// <summary>The number of problems so far.</summary>
    public int Count { get; private set; }

    /// <summary>Ends the reading where anything was noted.</summary>
    /// <exception cref="InvalidDataException">Something was.</exception>
    public void ThrowIfAny()
    {
        if (Count == 0) return;
        var message = new StringBuilder($"{subject} has {(Count == 1 ? "a problem" : $"{Count:N0} problems")}:");
        foreach (var problem in _spelt) message.Append("\n  ").Append(problem);
        if (Count > Limit) message.Append($"\n  … and {Count - Limit:N0} more.");
        throw new InvalidDataException(message.ToString());
    }

    /// <summary>Takes a problem, a sentence. It is not even written where it would only be counted.</summary>
    protected void Take(Func<string> sentence)
    {
        if (++Count <= Limit) _spelt.Add(sentence());
    }
}
