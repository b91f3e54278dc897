using System.CommandLine;
namespace MlNetTL.Cli.Commands;
internal static class EvaluateCommand { public static Command Create(Terminal t, CancellationToken c) => new("evaluate"); }
