using System.CommandLine;
namespace MlNetTL.Cli.Commands;
internal static class PreviewCommand { public static Command Create(Terminal t, CancellationToken c) => new("preview"); }
