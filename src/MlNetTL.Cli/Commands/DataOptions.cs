using System.CommandLine;
using MlNetTL.Cli.DataSets;
using MlNetTL.Data;

namespace MlNetTL.Cli.Commands;

/// <summary>How the subcommands of 'data' are told which data they are about.</summary>
internal sealed class DataOptions
{
    private readonly Argument<string?> _pipeline = new("pipeline")
    { Description = "A pipeline file, whose data and task are used.", HelpName = "pipeline.json", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _dataset = new("--dataset", "-D")
    { Description = $"A data set by its name, in place of a pipeline: {string.Join(", ", DatasetTable.All.Names)}. All its labels and sets are read.", HelpName = "name" };

    private readonly Option<string?> _data = CommonOptions.Data();

    /// <summary>Adds them to a command.</summary>
    public T AddTo<T>(T command) where T : Command
    {
        command.Add(_pipeline);
        command.Add(_dataset);
        command.Add(_data);
        return command;
    }

    /// <summary>What was said.</summary>
    public DataRequestOptions Of(ParseResult parsed) => new(parsed.GetValue(_pipeline), parsed.GetValue(_dataset), parsed.GetValue(_data));
}
