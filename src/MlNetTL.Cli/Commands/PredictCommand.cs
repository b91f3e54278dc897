using System.CommandLine;
namespace MlNetTL.Cli.Commands;
internal static class PredictCommand { public static Command Create(Terminal t, CancellationToken c) => new("predict"); }
