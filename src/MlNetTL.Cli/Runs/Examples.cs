using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Images;

namespace MlNetTL.Cli.Runs;

/// <summary>Chooses the images that a report shows: of each label or class those that the model is surest of, right and wrong.</summary>
internal static class Examples
{
    private const int EachWay = 12, LargestSide = 160;

    /// <summary>Chooses and draws them.</summary>
    /// <param name="evaluation">The scored images.</param>
    /// <param name="decode">How the network sees them.</param>
    public static IReadOnlyList<ReportExample> Of(EvaluationResult evaluation, DecodeSettings decode)
    {
        var calls = evaluation.Rows.SelectMany(row => CallsOf(row, evaluation)).ToArray();
        var folder = ImageNames.CommonFolder(evaluation.Rows.Select(row => BandFiles.First(row.Path)));
        return [.. new[] { false, true }.SelectMany(right => Choose([.. calls.Where(call => call.IsRight == right)]))
            .Select(call => Draw(call, folder, decode))];
    }

    private static IEnumerable<Call> CallsOf(EvaluationRow row, EvaluationResult evaluation)
    {
        var names = evaluation.Names;
        // A number is neither right nor wrong.
        if (evaluation.Kind == TaskKind.Regression) yield break;
        if (evaluation.Kind.HasClasses)
        {
            if (row.Truth[0] < 0 || row.Scores.Any(float.IsNaN)) yield break;
            var called = row.Called ?? Array.IndexOf(row.Scores, row.Scores.Max());
            yield return new(row.Path, names[called], names[(int)row.Truth[0]], names[called], row.Scores[called], called == (int)row.Truth[0]);
            yield break;
        }
        for (var i = 0; i < names.Count; i++)
        {
            if (row.Truth[i] is not (0 or 1) || float.IsNaN(row.Scores[i])) continue;
            var isCalled = row.Scores[i] > 0.5f;
            yield return new(row.Path, $"{names[i]} {isCalled}", Words(names[i], row.Truth[i] == 1), Words(names[i], isCalled),
                isCalled ? row.Scores[i] : 1 - row.Scores[i], isCalled == (row.Truth[i] == 1));
        }
    }

    // The surest call of each kind in turn, so that one frequent answer does not fill the page; no image twice.
    private static List<Call> Choose(Call[] calls)
    {
        var queues = calls.GroupBy(call => call.Kind).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Queue<Call>(group.OrderByDescending(call => call.Score).ThenBy(call => call.Path, StringComparer.Ordinal))).ToArray();
        var chosen = new List<Call>();
        var shown = new HashSet<string>();
        while (chosen.Count < EachWay && queues.Any(queue => queue.Count > 0))
            foreach (var queue in queues)
            {
                while (queue.TryDequeue(out var call))
                    if (shown.Add(call.Path))
                    {
                        chosen.Add(call);
                        break;
                    }
                if (chosen.Count == EachWay) break;
            }
        return chosen;
    }

    private static ReportExample Draw(Call call, string folder, DecodeSettings decode)
    {
        var shrink = Math.Min(1, (double)LargestSide / Math.Max(decode.Height, decode.Width));
        var small = decode with { Height = Math.Max(1, (int)(decode.Height * shrink)), Width = Math.Max(1, (int)(decode.Width * shrink)) };
        var pixels = new byte[small.RowBytes];
        ImageDecoder.DecodeFile(call.Path, small, pixels);
        return new(ImageEncoder.Png(pixels, small.Channels, small.Height, small.Width, small.PixelType), Path.GetRelativePath(folder, BandFiles.First(call.Path)),
            call.Truth, call.Called, call.Score, call.IsRight);
    }

    private static string Words(string label, bool isThere) => isThere ? label : $"no {label}";

    private sealed record Call(string Path, string Kind, string Truth, string Called, double Score, bool IsRight);
}
