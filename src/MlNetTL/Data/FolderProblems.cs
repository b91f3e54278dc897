using System.Text;

namespace MlNetTL.Data;

/// <summary>Collects what is wrong with the files of a data set, so that a person sees all of it at once.</summary>
internal sealed class FolderProblems(string folder)
{
    private readonly List<string> _spelt = [];

    /// <summary>The number of problems so far.</summary>
    public int Count { get; private set; }

    /// <summary>Notes a problem of a file: what is there, what ought to be there.</summary>
    public void Add(string file, string found, string expected) => Add(file, $"found {found}, expected {expected}.");

    /// <summary>Notes a problem of a file in a sentence.</summary>
    public void Add(string file, string sentence)
    {
        if (++Count <= DataProblems.Limit) _spelt.Add($"{Path.GetRelativePath(folder, file)}: {sentence}");
    }

    /// <summary>Ends the reading where anything was noted.</summary>
    /// <exception cref="InvalidDataException">Something was.</exception>
    public void ThrowIfAny()
    {
        if (Count == 0) return;
        var message = new StringBuilder($"{folder} has {(Count == 1 ? "a problem" : $"{Count:N0} problems")}:");
        foreach (var problem in _spelt) message.Append("\n  ").Append(problem);
        if (Count > _spelt.Count) message.Append($"\n  … and {Count - _spelt.Count:N0} more.");
        throw new InvalidDataException(message.ToString());
    }
}
