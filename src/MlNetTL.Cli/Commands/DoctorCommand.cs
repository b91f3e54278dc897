using System.CommandLine;
namespace MlNetTL.Cli.Commands;
internal static class DoctorCommand { public static Command Create(Terminal t) => new("doctor"); }
