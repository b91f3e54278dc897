using System.CommandLine;
using MlNetTL.Data;
using TorchSharp;

namespace MlNetTL.Cli.Commands;

/// <summary>Options that several commands take, and how commands are quoted to be typed again.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data", "-d")
    { Description = "The folder of the data set, in place of the pipeline's data.folder.", HelpName = "folder" };

    public static Argument<string> Pipeline() => new("pipeline")
    { Description = "The pipeline file (JSON; its settings are described in schemas/pipeline.schema.json).", HelpName = "pipeline.json" };

    public static Argument<string> Model() => new("model") { Description = "A model.zip, or the folder of a run.", HelpName = "model.zip or run folder" };

    public static Option<string?> Device() => new("--device")
    { Description = "The device: auto (a GPU where there is one), cpu, cuda or cuda:1 and so on.", HelpName = "device" };

    public static Option<int?> Threads()
    {
        var option = new Option<int?>("--threads", "-t")
        { Description = "The number of CPU threads of the network. Without it, one for each core.", HelpName = "n" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var threads) && threads < 1)
                result.AddError($"--threads must be at least 1. Received: {threads}.");
        });
        return option;
    }

    public static Option<SplitUnit?> SplitBy() => new("--split-by")
    {
        Description = "What no two sets share, in place of the pipeline's data.split.by: patient, study, source (tile, slide, place) or image (nothing is kept together).",
        HelpName = "unit"
    };

    public static void UseThreads(int? threads)
    {
        if (threads is { } count) torch.set_num_threads(count);
    }

    /// <summary>The path from the working folder where that is shorter.</summary>
    public static string Shortest(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }

    public static string Quote(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;
}
