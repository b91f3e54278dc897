using MlNetTL.Experiments.Ranking;
using MlNetTL.Experiments.Report;
using Spectre.Console;

namespace MlNetTL.Cli.Ranking;

/// <summary>A ranking as a table for the terminal.</summary>
internal static class RankingTable
{
    public static void Write(IAnsiConsole console, RankingResult result)
    {
        var table = new Table { Border = console.Profile.Capabilities.Unicode && console.Profile.Capabilities.Ansi ? TableBorder.Rounded : TableBorder.Ascii };
        table.Title($"{Figures.Count(result.Images, "training image", "training images")}, the best by LogME first".EscapeMarkup());
        table.AddColumn("Network").AddColumn("Weights");
        foreach (var name in new[] { "LogME", "H-score", "Features", "Parameters", "Features took", "A step", "Its memory" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var row in result.Networks.Where(row => row.IsScored))
            table.AddRow(row.Network.EscapeMarkup(), row.ShortWeights.EscapeMarkup() + (row.IsPipelines ? " [bold](the pipeline's)[/]" : ""),
                Figures.Number(row.LogME), Figures.Number(row.HScore), Figures.Count(row.Features), Figures.Millions(row.Parameters), Figures.Duration(row.ForwardSeconds),
                double.IsNaN(row.StepSeconds) ? "–" : Figures.Duration(row.StepSeconds), Figures.Bytes(row.StepBytes));
        console.Write(table);
        foreach (var row in result.Networks.Where(row => row.Problem is not null))
            console.MarkupLineInterpolated($"[yellow]{row.Network}, {row.ShortWeights}:[/] {row.Problem!}");
    }
}
