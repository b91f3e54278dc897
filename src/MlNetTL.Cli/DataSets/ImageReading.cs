using System.Collections.Concurrent;
using System.Diagnostics;
using MlNetTL.Cli.Progress;
using MlNetTL.Experiments.Describing;
using MlNetTL.Images;

namespace MlNetTL.Cli.DataSets;

/// <summary>Reads every image of some data, on all cores.</summary>
internal sealed class ImageReading(DataRows rows, CancellationToken cancel)
{
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _lastReport;
    private int _done;

    /// <summary>Reads them.</summary>
    public ImageFindings Read(RunProgress progress, StoreNeed? store)
    {
        string[] paths = [.. rows.Table.Rows.Select(row => row.Path).Distinct()];
        var surveyed = new ConcurrentDictionary<string, SurveyedImage>();
        Parallel.ForEach(paths, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, path =>
        {
            surveyed[path] = ImageSurvey.Of(path);
            Report(progress, Interlocked.Increment(ref _done), paths.Length);
        });
        string Name(string path) => Data.ImageNames.Of(path, rows.Folder);
        var faulty = paths.Where(path => surveyed[path].Fault is not null).Select(path => new FaultyImage(Name(path), surveyed[path].Fault!));
        var blank = paths.Where(path => surveyed[path].IsBlank).Select(Name);
        var kinds = surveyed.Values.Where(image => image.Fault is null).GroupBy(image => (image.Header!.Format, image.Header.Width, image.Header.Height, image.Bands, image.Header.Bits))
            .Select(group => new ImageKind(group.Key.Format, group.Key.Width, group.Key.Height, group.Key.Bands, group.Key.Bits, group.Count()))
            .OrderByDescending(kind => kind.Images).ThenBy(kind => kind.Width).ThenBy(kind => kind.Height).ThenBy(kind => kind.Format, StringComparer.Ordinal).ThenBy(kind => kind.Bands);
        return new(paths.Length, [.. faulty.OrderBy(image => image.Path, StringComparer.Ordinal)], [.. blank.Order(StringComparer.Ordinal)],
            [.. kinds], Duplicates(surveyed), store, _clock.Elapsed.TotalSeconds);
    }

    private void Report(RunProgress progress, int done, int total)
    {
        var now = _clock.ElapsedTicks;
        var last = Interlocked.Read(ref _lastReport);
        if (now - last < s_reportEvery.TotalSeconds * Stopwatch.Frequency || Interlocked.CompareExchange(ref _lastReport, now, last) != last) return;
        progress.Report("Reading images", (double)done / total, $"{done:N0} of {total:N0}", (total - done) * (_clock.Elapsed / done));
    }

    // Blank images are alike without being copies of each other.
    private DuplicateGroup[] Duplicates(IReadOnlyDictionary<string, SurveyedImage> surveyed)
    {
        var places = rows.Table.Rows.Select((row, i) => (Row: row, Set: rows.Sets[i])).DistinctBy(place => place.Row.Path).ToDictionary(place => place.Row.Path);
        var whole = surveyed.Where(pair => pair.Value is { Fault: null, IsBlank: false }).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        return [.. whole.GroupBy(pair => pair.Value.PixelHash!.Value).Where(group => group.Count() > 1)
            .Select(group => Make(group.Select(pair => pair.Value.FileHash).Distinct().Count() == 1 && group.First().Value.FileHash is not null ? "file" : "pixels", group.Select(pair => pair.Key)))
            .OrderByDescending(group => group.AcrossSets).ThenByDescending(group => group.AcrossPatients).ThenBy(group => group.Images[0].Path, StringComparer.Ordinal)];

        DuplicateGroup Make(string kind, IEnumerable<string> paths) => new(kind, [.. paths.Select(path => places[path])
            .Select(place => new DuplicateImage(rows.NameOf(place.Row), place.Set, place.Row.Patient, DataDescriber.Words(place.Row, rows.Table)))]);
    }
}
