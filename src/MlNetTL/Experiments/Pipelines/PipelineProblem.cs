namespace MlNetTL.Experiments.Pipelines;

/// <summary>Something about a pipeline that must change before it can run.</summary>
/// <param name="Path">The setting, as in <c>training.batchSize</c> or <c>augmentation[0].kind</c>.</param>
/// <param name="Message">A sentence: what must hold, what was received, what to do.</param>
/// <param name="Line">The line of the file, from 1, where known.</param>
public sealed record PipelineProblem(string Path, string Message, int? Line = null)
{
    /// <inheritdoc/>
    public override string ToString() => Line is { } line ? $"line {line}: {Message}" : Message;
}
