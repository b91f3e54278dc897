using System.Globalization;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>Collects what is wrong, in sentences of one form.</summary>
internal sealed class ProblemList
{
    private readonly List<PipelineProblem> _problems = [];

    public IReadOnlyList<PipelineProblem> All => _problems;

    public void Add(string path, string message) => _problems.Add(new(path, message));

    /// <summary>Where the condition does not hold: "training.batchSize must be at least 1. Received: 0."</summary>
    public void Require(bool holds, string path, string mustHold, object? received)
    {
        if (!holds) Add(path, $"{path} {mustHold}. Received: {Describe(received)}.");
    }

    public void RequireAtLeast(int value, int least, string path) => Require(value >= least, path, $"must be at least {least}", value);

    private static string Describe(object? value) => value switch
    {
        null => "nothing",
        string text => $"'{text}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
