using System.Globalization;
using System.Text;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs.TensorBoard;
using MlNetTL.Foundation;

namespace MlNetTL.Experiments.Runs;

/// <summary>The folder of one run. Each of its files but the events for TensorBoard is written whole or not at all, so that a reader, or a run that is cut off, never leaves half a
/// file.</summary>
public sealed class RunFolder
{
    /// <summary>The trained model in a run's folder.</summary>
    internal const string ModelName = "model.zip";

    private readonly StringBuilder _history = new("phase,epoch,learningRate,trainLoss,validationLoss,metricName,metric,seconds,imagesPerSecond\n");

    private const string Marker = ".run";

    private readonly EventLog _events;
    private int _epochs;

    private RunFolder(string path) => (Path, _events) = (path, new(path, TimeProvider.System));

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The trained model, as ML.NET saves it.</summary>
    public string ModelPath => In(ModelName);

    /// <summary>The pipeline with every default written out.</summary>
    public string PipelinePath => In("pipeline.resolved.json");

    /// <summary>The figures.</summary>
    public string MetricsPath => In("metrics.json");

    /// <summary>A row for each epoch.</summary>
    public string HistoryPath => In("history.csv");

    /// <summary>The folder of the training's checkpoint, as long as the run goes on.</summary>
    public string CheckpointPath => In("checkpoint");

    /// <summary>The first model of self-training, which knows no uncertain label.</summary>
    internal string FirstModelPath => In("first-model.zip");

    /// <summary>What the first model of self-training thinks of the training images' uncertain labels.</summary>
    internal string SoftLabelsPath => In("soft-labels.csv");

    /// <summary>Which settings a rule chose, and by what; the resolved pipeline no longer tells them from those that were stated.</summary>
    internal string RulePath => In("rule.txt");

    /// <summary>The report.</summary>
    public string ReportPath => In("report.html");

    /// <summary>Which image was in which set, where the pipeline divided them itself.</summary>
    public string SplitPath => In("split.csv");

    /// <summary>The scores of each image of a set.</summary>
    public string PredictionsPath(string set) => In($"predictions.{set}.csv");

    /// <summary>The scores of each study of a set, where studies are measured.</summary>
    public string StudyPredictionsPath(string set) => In($"predictions.{set}.studies.csv");

    /// <summary>Makes <c>runs/name-20260131-142500</c>, with -2, -3, … where that is taken. Safe with several processes at once.</summary>
    /// <param name="runs">The folder of all runs; made where absent.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="clock">Tells the local time.</param>
    public static RunFolder Create(string runs, string name, TimeProvider clock)
    {
        Directory.CreateDirectory(runs);
        var time = clock.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var stamped = System.IO.Path.Combine(System.IO.Path.GetFullPath(runs), $"{name}-{time}");
        for (var attempt = 1; ; attempt++)
        {
            var path = attempt == 1 ? stamped : $"{stamped}-{attempt}";
            if (TryClaim(path)) return new(path);
        }
    }

    /// <summary>Makes a folder at a path of the caller's choice.</summary>
    /// <exception cref="IOException">There is a folder with something in it: no run overwrites another.</exception>
    public static RunFolder At(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        if (Directory.Exists(full) && !Directory.EnumerateFileSystemEntries(full).Any()) return new(full);
        if (TryClaim(full)) return new(full);
        throw new IOException($"The run's folder must be new or empty. Received: {path}, which holds files. {WayOut(full)}");
    }

    /// <summary>Opens the folder of a run that was cut off, to go on with it.</summary>
    /// <exception cref="ArgumentException">It is no run's folder, or the run has come to its end.</exception>
    public static RunFolder Reopen(string path)
    {
        var folder = new RunFolder(System.IO.Path.GetFullPath(path));
        if (!File.Exists(folder.PipelinePath))
            throw new ArgumentException($"There must be the folder of a run, with {System.IO.Path.GetFileName(folder.PipelinePath)} in it. Received: {path}. Name the folder that 'mlnettl train' made.");
        if (File.Exists(folder.MetricsPath) && File.Exists(folder.ReportPath))
            throw new ArgumentException($"The run must not have come to its end. Received: {path}, which has its figures in {System.IO.Path.GetFileName(folder.MetricsPath)}. Train anew with 'mlnettl train'.");
        return folder;
    }

    /// <summary>What to do about a folder that a run cannot have because something lies in it.</summary>
    internal static string WayOut(string path)
    {
        string[] early = [Marker, "pipeline.resolved.json", "split.csv", "history.csv", "checkpoint", "first-model.zip", "soft-labels.csv", "rule.txt"];
        var entries = Directory.EnumerateFileSystemEntries(path).Select(entry => System.IO.Path.GetFileName(entry)).ToArray();
        if (!entries.Contains("pipeline.resolved.json") || entries.Except(early).Any(name => !name.StartsWith(EventLog.Prefix, StringComparison.Ordinal))) return "Name another, or move that one away.";
        if (entries.Contains("checkpoint")) return $"They are of a run that was cut off, or goes on at this moment: 'mlnettl resume {path}' goes on with it. Else name another.";
        // It may as well be a run that goes on at this moment, so nothing is deleted unasked.
        var lost = entries.Contains("history.csv") ? "the figures of its epochs (history.csv) and its settings" : "its settings";
        return $"They are of a run that saved no model. If it does not go on any more, delete the folder: only {lost} are lost. Else name another.";
    }

    /// <summary>Takes back the folder of a run that came to nothing: no epoch, so nothing that its pipeline file would not bring again. What others put
    /// there stays.</summary>
    internal void TakeBackUnlessSomethingWasLearned()
    {
        if (File.Exists(HistoryPath) || File.Exists(ModelPath) || HasCheckpoint) return;
        DeleteCheckpoint();
        File.Delete(PipelinePath);
        File.Delete(SplitPath);
        File.Delete(RulePath);
        var marker = In(Marker);
        // Without the marker the folder was there before.
        if (!File.Exists(marker)) return;
        File.Delete(marker);
        if (!Directory.EnumerateFileSystemEntries(Path).Any()) Directory.Delete(Path);
    }

    /// <summary>Whether training can go on from a checkpoint.</summary>
    public bool HasCheckpoint => Directory.Exists(CheckpointPath) && Directory.EnumerateFiles(CheckpointPath, "*.checkpoint", SearchOption.AllDirectories).Any();

    /// <summary>Lets go of the checkpoint: the model is saved.</summary>
    public void DeleteCheckpoint()
    {
        if (Directory.Exists(CheckpointPath)) Directory.Delete(CheckpointPath, recursive: true);
    }

    /// <summary>Writes soft labels.</summary>
    /// <param name="names">The labels.</param>
    /// <param name="rows">The images, with NaN for labels that are not uncertain.</param>
    internal void WriteSoftLabels(IReadOnlyList<string> names, IEnumerable<(string Path, float[] Labels)> rows)
    {
        var text = new StringBuilder().AppendJoin(',', names.Prepend("Path").Select(Csv.Field)).Append('\n');
        foreach (var (path, labels) in rows) text.AppendJoin(',', labels.Select(Csv.Number).Prepend(Csv.Field(path))).Append('\n');
        AtomicFile.WriteText(SoftLabelsPath, text.ToString());
    }

    /// <summary>Writes the resolved pipeline.</summary>
    public void WritePipeline(Pipeline pipeline) => AtomicFile.WriteText(PipelinePath, PipelineFile.ToJson(pipeline));

    /// <summary>Writes what a rule chose.</summary>
    internal void WriteRule(string sentence) => AtomicFile.WriteText(RulePath, sentence + "\n");

    /// <summary>What a rule chose when the run began; null where none did.</summary>
    internal string? ReadRule() => File.Exists(RulePath) ? File.ReadAllText(RulePath).TrimEnd() : null;

    /// <summary>Adds an epoch to history.csv and to the events for TensorBoard. The epochs of a run that goes on are given anew.</summary>
    public void AppendEpoch(EpochRecord epoch)
    {
        _history.AppendJoin(',',
            Csv.Field(epoch.Phase), Csv.Number(epoch.Epoch), Csv.Number(epoch.LearningRate), Csv.Number(epoch.TrainLoss), Csv.Number(epoch.ValidationLoss),
            Csv.Field(epoch.MetricName), Csv.Number(epoch.Metric), Csv.Number(epoch.Seconds), Csv.Number(epoch.ImagesPerSecond)).Append('\n');
        AtomicFile.WriteText(HistoryPath, _history.ToString());
        _events.Append(++_epochs, epoch);
    }

    /// <summary>Writes metrics.json, and the scores of each image of each set, and of each study where studies are measured.</summary>
    public void WriteResult(RunResult result)
    {
        foreach (var evaluation in result.Evaluations)
        {
            WritePredictions(PredictionsPath(evaluation.Set), evaluation, evaluation.Rows, "Path", row => row.Path);
            if (evaluation.Studies is { } studies) WritePredictions(StudyPredictionsPath(evaluation.Set), evaluation, studies.Rows, "Study", study => study.Study ?? "");
        }
        AtomicFile.WriteText(MetricsPath, RunJson.Write(result));
    }

    /// <summary>Writes the report.</summary>
    public void WriteReport(string html) => AtomicFile.WriteText(ReportPath, html);

    private static void WritePredictions(string path, EvaluationResult evaluation, IReadOnlyList<EvaluationRow> rows, string what, Func<EvaluationRow, string> nameOf)
    {
        var truths = evaluation.Kind.HasClasses ? ["true class"] : evaluation.Names.Select(name => $"true {name}");
        string[] calls = evaluation.Kind == TaskKind.Ordinal ? ["called class"] : [];
        string[] head = [what, "Patient", .. truths, .. evaluation.Names.Select(name => $"score {name}"), .. calls];
        var text = new StringBuilder().AppendJoin(',', head.Select(Csv.Field)).Append('\n');
        foreach (var row in rows)
        {
            var truth = evaluation.Kind.HasClasses
                ? [row.Truth[0] >= 0 ? Csv.Field(evaluation.Names[(int)row.Truth[0]]) : ""]
                : row.Truth.Select(Csv.Number);
            string[] fields = [Csv.Field(nameOf(row)), Csv.Field(row.Patient ?? ""), .. truth, .. row.Scores.Select(Csv.Number), .. calls.Select(_ => row.Called is { } called ? Csv.Field(evaluation.Names[called]) : "")];
            text.AppendJoin(',', fields).Append('\n');
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    // A folder can be moved onto a free name only, so of several processes one gets it. (A mere create succeeds for all.)
    private static bool TryClaim(string path)
    {
        if (System.IO.Path.Exists(path)) return false;
        var claim = Directory.CreateDirectory($"{path}.{Guid.NewGuid():N}.tmp").FullName;
        var marker = System.IO.Path.Combine(claim, Marker);
        try
        {
            // Linux lets a folder replace an empty one, so the claim holds a file while it is moved.
            File.WriteAllBytes(marker, []);
            Directory.Move(claim, path);
            return true;
        }
        catch (IOException) when (Directory.Exists(path))
        {
            Directory.Delete(claim, recursive: true);
            return false;
        }
    }

    private string In(string file) => System.IO.Path.Combine(Path, file);
}
