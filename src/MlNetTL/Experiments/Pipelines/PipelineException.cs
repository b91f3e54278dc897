namespace MlNetTL.Experiments.Pipelines;

/// <summary>A pipeline file that cannot be run. The message lists every problem with its line.</summary>
public sealed class PipelineException : Exception
{
    /// <summary>Makes an exception for a file.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="problems">Everything that must change.</param>
    public PipelineException(string file, IReadOnlyList<PipelineProblem> problems)
        : base($"{file} has {(problems.Count == 1 ? "a problem" : $"{problems.Count} problems")}:"
            + string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}")))
    {
        File = file;
        Problems = problems;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Everything that must change, in the order of the file where lines are known.</summary>
    public IReadOnlyList<PipelineProblem> Problems { get; }
}
