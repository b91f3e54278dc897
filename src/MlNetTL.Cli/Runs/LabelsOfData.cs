using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>The labels that some data have.</summary>
internal static class LabelsOfData
{
    /// <summary>The data set's own, or the columns of a CSV or Parquet file.</summary>
    /// <param name="data">The data.</param>
    /// <param name="otherwise">What to believe where neither can be known.</param>
    public static IReadOnlyList<string> Of(DataSettings data, IReadOnlyList<string> otherwise)
    {
        if (data.Definition.LabelNames is { Count: > 0 } names) return names;
        if (data.Csv is null || Path.Combine(data.Folder ?? "", data.Csv) is var file && !File.Exists(file)) return otherwise;
        var problems = new DataProblems(file);
        using var table = TableRows.Open(file, problems);
        problems.ThrowIfAny();
        return table.Header;
    }
}
