using MlNetTL.Cli.Commands;
using MlNetTL.Cli.Progress;
using MlNetTL.Foundation;
using MlNetTL.Weights;
using Spectre.Console;

namespace MlNetTL.Cli.Weights;

/// <summary>Pulls, imports and verifies weights, and says in a line for each what came of it.</summary>
internal sealed class WeightsTransfer(Terminal terminal, WeightsHub hub, CancellationToken cancel)
{
    /// <summary>Gets some weights one after another. One that fails does not keep the others away.</summary>
    /// <returns>The exit code of the last that failed.</returns>
    public int Pull(IReadOnlyList<PublishedWeights> rows)
    {
        var code = ExitCode.Success;
        foreach (var row in rows)
        {
            var one = Failures.Guard(terminal, () => Say(Transfer(bar => hub.PullAsync(row, bar, cancel))));
            if (one == ExitCode.Cancelled && hub.Glance(row) == WeightsState.Partial)
                terminal.Error.WriteLine($"What has come of {row.Definition.FileName} is kept; 'mlnettl weights pull {row.Reference}' goes on from there.");
            if (one == ExitCode.Cancelled) return one;
            if (one != ExitCode.Success) code = one;
        }
        return code;
    }

    /// <summary>Takes a file into the folder.</summary>
    public int Import(string file, PublishedWeights? row) => Say(Transfer(bar => hub.ImportAsync(file, row, bar, cancel)));

    /// <summary>Compares what is there with what it must be.</summary>
    /// <param name="what">A network, network:weights or a file; null for all.</param>
    public int Verify(string? what)
    {
        var checks = Targets(what).Select(target => Transfer(bar => hub.CheckAsync(target.Row, target.Path, bar, cancel))).ToList();
        foreach (var check in checks)
            if (check.State == WeightsState.Damaged) Failures.Print(terminal, $"damaged   {check.Path}: {Damage(check)}");
            else terminal.Say($"{(check.Source == HashSource.Unknown ? "unknown " : "good    ")}  {check.Path}: {Source(check)}");
        if (checks.Count == 0) terminal.Say($"No weights are in {hub.Folder}.");
        return checks.Any(check => check.State == WeightsState.Damaged) ? ExitCode.Failure : ExitCode.Success;
    }

    private IReadOnlyList<(PublishedWeights Row, string Path)> Targets(string? what)
    {
        if (what is not null && (File.Exists(what) || what.Contains(Path.DirectorySeparatorChar)))
        {
            if (!File.Exists(what)) throw new FileNotFoundException($"The file to verify must exist. Looked for: {Path.GetFullPath(what)}.");
            return [(WeightsRecognition.ByName(what) ?? throw new ArgumentException(
                $"{what} is called like none of the published files, so there is nothing to compare it with. 'mlnettl weights list' has their names."), Path.GetFullPath(what))];
        }
        if (what is not null && WeightsRecognition.ByName(what) is { } named) return Required([named]);
        if (what is null) return Here(PublishedWeights.All);
        return Required(what.Contains(':') ? [PublishedWeights.Find(what)] : WeightsNames.Rows(what));

        IReadOnlyList<(PublishedWeights, string)> Required(IReadOnlyList<PublishedWeights> rows) =>
            Here(rows) is { Count: > 0 } here ? here : throw new FileNotFoundException($"Nothing of {what} is in {hub.Folder}.");
    }

    private List<(PublishedWeights, string)> Here(IReadOnlyList<PublishedWeights> rows) =>
        [.. rows.Where(row => hub.Glance(row) == WeightsState.Present).DistinctBy(hub.PathOf).Select(row => (row, hub.PathOf(row)))];

    private T Transfer<T>(Func<IProgress<WeightsProgress>, Task<T>> work) =>
        RunProgress.During(terminal, progress => work(new WeightsProgressBar(progress)).GetAwaiter().GetResult());

    private int Say(WeightsArrival arrival)
    {
        var (check, row) = (arrival.Check, arrival.Check.Weights);
        var done = arrival.Outcome switch
        {
            WeightsOutcome.AlreadyThere => "is there already",
            WeightsOutcome.Replaced => "was damaged and has been replaced",
            _ => "is there now",
        };
        terminal.Say($"{row.Reference} {done}: {CommonOptions.Quote(check.Path)} ({ByteText.Of(check.Bytes)}).");
        terminal.Say(arrival.NewlyRecorded ? $"  SHA-256: unknown until now, recorded: {check.Sha256}" : $"  SHA-256: {Source(check)}");
        terminal.Say($"  Licence: {row.Definition.Licence}");
        if (row.Definition.Note is { } note) terminal.Say($"  {note}");
        return ExitCode.Success;
    }

    private static string Source(WeightsCheck check) => check.Source switch
    {
        HashSource.Published => $"as published ({check.Expected})",
        HashSource.Recorded => $"as recorded at the first pull ({check.Expected})",
        _ => $"nobody has said which it must be ({check.Sha256})",
    };

    private static string Damage(WeightsCheck check) => check.Expected is null
        ? "it is no checkpoint."
        : $"its SHA-256 must begin with {check.Expected} and is {check.Sha256}. 'mlnettl weights pull {check.Weights.Reference}' gets it again.";
}
