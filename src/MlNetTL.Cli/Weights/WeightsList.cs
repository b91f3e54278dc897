using System.Globalization;
using System.Text.Json;
using MlNetTL.Cli.Progress;
using MlNetTL.Foundation;
using MlNetTL.Weights;
using Spectre.Console;

namespace MlNetTL.Cli.Weights;

/// <summary>The table of published weights, for people or for programs.</summary>
internal sealed class WeightsList(Terminal terminal, WeightsHub hub, CancellationToken cancel)
{
    // A terminal narrower than all columns gets fewer of them: broken names and figures cannot be read.
    private const int WholeWidth = 130;

    private static readonly Column[] s_columns =
    [
        new("Weights", false, false, check => check.Weights.Reference),
        new("Here", false, false, Here),
        new("SHA-256", false, true, check => check.Source.ToString().ToLowerInvariant()),
        new("Outputs", true, false, check => check.Weights.Definition.Outputs is > 0 and var count ? $"{count}" : "none"),
        new("Channels", true, true, check => $"{check.Weights.Definition.Preprocessing.Channels}"),
        new("Pixels", true, false, check => $"{check.Weights.Definition.Input.Crop}"),
        new("Range", false, false, Range),
        new("Top-1", true, true, check => check.Weights.Definition.Top1?.ToString("0.0", CultureInfo.InvariantCulture) ?? ""),
        new("Licence", false, true, check => Short(check.Weights.Definition.Licence)),
    ];

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Writes the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="asJson">Whether for programs.</param>
    /// <param name="withNotes">Whether what else must be known follows the table.</param>
    public int Write(IReadOnlyList<PublishedWeights> rows, bool asJson, bool withNotes)
    {
        var checks = RunProgress.During(terminal, progress => rows.Select(row => Check(row, new(progress))).ToList());
        if (asJson) terminal.Raw.WriteLine(JsonSerializer.Serialize(checks.Select(Json), s_json));
        else WriteTable(checks, withNotes);
        return ExitCode.Success;
    }

    private WeightsCheck Check(PublishedWeights row, WeightsProgressBar bar) => hub.CheckAsync(row, bar, cancel).GetAwaiter().GetResult();

    private void WriteTable(IReadOnlyList<WeightsCheck> checks, bool withNotes)
    {
        var isDrawn = terminal.Out.Profile.Capabilities is { Unicode: true, Ansi: true };
        var table = new Table { Border = isDrawn ? TableBorder.Rounded : TableBorder.Ascii };
        var isWide = terminal.Out.Profile.Width >= WholeWidth;
        Column[] columns = [.. s_columns.Where(column => isWide || !column.IsForWide)];
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column.Name) { Alignment = column.IsNumber ? Justify.Right : Justify.Left, Padding = new Padding(0, 0, 1, 0), NoWrap = isWide && !column.Name.Equals("Licence", StringComparison.Ordinal) });
        foreach (var check in checks) table.AddRow([.. columns.Select(column => Markup.Escape(column.Of(check)))]);
        terminal.Out.Write(table);
        if (!withNotes)
        {
            terminal.Say($"The folder is {hub.Folder}. 'mlnettl weights list <network>' tells more of its weights, 'mlnettl weights pull <network> [weights]' gets them.");
            return;
        }
        foreach (var row in checks.Select(check => check.Weights.Definition))
            terminal.Say($"{row.Name}: {row.Input}. {row.Url} Licence: {row.Licence}.{(row.Note is { } note ? $" {note}" : "")}");
    }

    private static string Here(WeightsCheck check) => check.State switch
    {
        WeightsState.Present => ByteText.Of(check.Bytes),
        WeightsState.Partial => $"the first {ByteText.Of(check.Bytes)}",
        WeightsState.Damaged => "damaged",
        _ => "not here",
    };

    private static string Range(WeightsCheck check)
    {
        var (minimum, maximum) = check.Weights.Definition.Preprocessing.Range;
        return string.Create(CultureInfo.InvariantCulture, $"{minimum:0.##} to {maximum:0.##}");
    }

    // What follows in brackets is for who reads on.
    private static string Short(string licence) => licence.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? licence[..end] + " *" : licence;

    private static object Json(WeightsCheck check)
    {
        var (row, backbone) = (check.Weights.Definition, check.Weights.Backbone);
        var (minimum, maximum) = row.Preprocessing.Range;
        return new
        {
            Backbone = backbone.Name,
            row.Name,
            Url = row.Url.AbsoluteUri,
            File = row.FileName,
            check.Path,
            State = check.State.ToString().ToLowerInvariant(),
            check.Bytes,
            check.Sha256,
            ExpectedSha256 = check.Expected,
            Sha256Source = check.Source.ToString().ToLowerInvariant(),
            row.Licence,
            row.Top1,
            row.Outputs,
            row.OutputNames,
            row.Preprocessing.Channels,
            row.Preprocessing.Mean,
            row.Preprocessing.Std,
            Range = new[] { minimum, maximum },
            row.Input.Resize,
            row.Input.Crop,
            Interpolation = row.Input.Interpolation.ToString().ToLowerInvariant(),
            row.Input.ChannelOrder,
            row.Note,
        };
    }

    private sealed record Column(string Name, bool IsNumber, bool IsForWide, Func<WeightsCheck, string> Of);
}
