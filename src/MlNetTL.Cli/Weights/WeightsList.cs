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
        foreach (var name in new[] { "Network", "Weights", "Here", "SHA-256", "Outputs", "Channels", "Pixels", "Range", "Top-1", "Licence" })
            table.AddColumn(name is "Outputs" or "Channels" or "Pixels" or "Top-1" ? new TableColumn(name).RightAligned() : new TableColumn(name));
        foreach (var check in checks)
        {
            var row = check.Weights.Definition;
            string[] cells =
            [
                check.Weights.Backbone.Name, row.Name, Here(check), check.Source.ToString().ToLowerInvariant(), row.Outputs == 0 ? "none" : $"{row.Outputs}",
                $"{row.Preprocessing.Channels}", $"{row.Input.Crop}", Range(check), row.Top1?.ToString("0.0", CultureInfo.InvariantCulture) ?? "", Short(row.Licence),
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
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
}
