using System.CommandLine;
using MlNetTL.Cli.Health;
using Spectre.Console;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl doctor</c>: what is installed, what was mended, what is missing.</summary>
internal static class DoctorCommand
{
    private const string Help = """
        Looks at this machine and says what MlNetTL found: versions, devices, threads, what was mended to make libtorch load, and where weights and caches lie.
        The exit code is 1 where something is missing that training needs; the way out is printed.

        Example:
          mlnettl doctor
        """;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("doctor", Help);
        command.SetAction(_ => Run(terminal));
        return command;
    }

    private static int Run(Terminal terminal)
    {
        var checkup = Checkup.Run();
        foreach (var section in checkup.Sections)
        {
            terminal.Out.MarkupLineInterpolated($"[bold]{section.Title}[/]");
            var grid = new Grid().AddColumn(new GridColumn().PadLeft(2).NoWrap()).AddColumn(new GridColumn());
            foreach (var (name, value) in section.Facts) grid.AddRow(new Text(name), new Text(value));
            terminal.Out.Write(grid);
        }
        foreach (var problem in checkup.Problems) Failures.Print(terminal, problem);
        if (checkup.Problems.Count == 0) terminal.Out.MarkupLine("[green]All is well.[/]");
        return checkup.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
