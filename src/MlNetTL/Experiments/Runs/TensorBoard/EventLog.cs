using System.Globalization;

namespace MlNetTL.Experiments.Runs.TensorBoard;

/// <summary>The figures of a run's epochs for TensorBoard, appended as they come, so that an open page follows. A run that goes on writes a file of its own, with the epochs that no file has yet.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class EventLog(string folder, TimeProvider clock)
{
    /// <summary>How the files' names begin: TensorBoard knows them by it.</summary>
    public const string Prefix = "events.out.tfevents.";

    private string? _path;
    private long _last;

    /// <summary>Adds an epoch, unless a file has it.</summary>
    /// <param name="number">Its place in the run, from 1.</param>
    /// <param name="epoch">Its figures.</param>
    public void Append(int number, EpochRecord epoch)
    {
        _path ??= Begin();
        if (number <= _last) return;
        _last = number;
        (string Name, double Value)[] values =
        [
            ("loss/train", epoch.TrainLoss), ("loss/validation", epoch.ValidationLoss), ($"metric/{epoch.MetricName}", epoch.Metric),
            ("learningRate", epoch.LearningRate), ("imagesPerSecond", epoch.ImagesPerSecond),
        ];
        Write(FileMode.Append, ScalarEvent.Of(clock.GetUtcNow(), number, values.Where(value => !double.IsNaN(value.Value))));
    }

    private string Begin()
    {
        var before = Directory.GetFiles(folder, Prefix + "*");
        _last = before.SelectMany(file => EventRecord.Read(File.ReadAllBytes(file))).Max(data => ScalarEvent.StepOf(data)) ?? 0;
        // TensorBoard reads files in the order of their names: the seconds in them must rise.
        var seconds = before.Select(SecondsOf).Select(second => second + 1).Append(clock.GetUtcNow().ToUnixTimeSeconds()).Max();
        _path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{seconds:d10}.mlnettl"));
        Write(FileMode.CreateNew, ScalarEvent.First(clock.GetUtcNow()));
        return _path;
    }

    private void Write(FileMode mode, byte[] data)
    {
        using var stream = new FileStream(_path!, mode, FileAccess.Write, FileShare.Read);
        using var record = new MemoryStream();
        EventRecord.Write(record, data);
        // In one piece: a reader meets a whole record or none.
        stream.Write(record.GetBuffer().AsSpan(0, (int)record.Length));
    }

    private static long SecondsOf(string path) => long.TryParse(Path.GetFileName(path)[Prefix.Length..].Split('.')[0], CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
}
