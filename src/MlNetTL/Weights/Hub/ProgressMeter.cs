namespace MlNetTL.Weights;

/// <summary>Counts bytes, and tells how long the rest will take.</summary>
internal sealed class ProgressMeter(IProgress<WeightsProgress>? progress, WeightsStage stage, string fileName, TimeProvider clock)
{
    private long _start;
    private long _startBytes;
    private long _done;
    private long? _total;

    /// <summary>Begins: bytes that are there already count as done and say nothing about the speed.</summary>
    public void Begin(long done, long? total)
    {
        (_start, _startBytes, _done, _total) = (clock.GetTimestamp(), done, done, total);
        Tell(stage);
    }

    /// <summary>Counts more bytes.</summary>
    public void Add(int bytes)
    {
        _done += bytes;
        Tell(stage);
    }

    /// <summary>Tells that nothing moves for now.</summary>
    public void Wait() => Tell(WeightsStage.Waiting);

    private void Tell(WeightsStage now)
    {
        if (progress is null) return;
        TimeSpan? remaining = now != WeightsStage.Waiting && _total is { } total && _done > _startBytes
            ? clock.GetElapsedTime(_start) * ((double)(total - _done) / (_done - _startBytes)) : null;
        progress.Report(new(now, fileName, _done, _total, remaining));
    }
}
