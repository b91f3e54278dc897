using System.CommandLine;
using MlNetTL.Cli.Health;
using Spectre.Console;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl doctor</c>: what is installed, what was mended, what is missing.</summary>
internal static class DoctorCommand
{
    private const string Summary =
        "Says what MlNetTL found on this machine: versions, devices, threads, what was mended, and where weights and caches lie.";

    private const string More = """
        The exit code is 1 where something is missing that training needs; the way out is printed.

        Example:
          mlnettl doctor
        """;

    public static Command Create(Terminal terminal)
    {
        var command = new DescribedCommand("doctor", Summary, More);
        command.SetAction(_ => Run(terminal));
        return command;
    }

    private static int Run(Terminal terminal)
    {
        var checkup = Checkup.Run();
        foreach (var section in checkup.Sections)
        {
            terminal.Out.MarkupLineInterpolated($"[bold]{section.Title}[/]");
            var width = section.Facts.Max(fact => fact.Name.Length);
            foreach (var (name, value) in section.Facts) terminal.Say($"  {name.PadRight(width)}  {value}");
        }
        foreach (var warning in checkup.Warnings) terminal.Warn(warning);
        foreach (var problem in checkup.Problems) Failures.Print(terminal, problem);
        if (checkup.Problems.Count == 0) terminal.Out.MarkupLine("[green]All is well.[/]");
        return checkup.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
