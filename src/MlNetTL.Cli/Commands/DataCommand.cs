using System.CommandLine;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl data</c>: what data hold, whether they are whole, how they are split, and in another form.</summary>
internal static class DataCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancel) => new DescribedCommand("data", "Describes, verifies, splits and converts data sets.", """
        The data are those of a pipeline file, or of a data set by its name (--dataset) in a folder (--data).

        Examples:
          mlnettl data describe --dataset chexpert --data CheXpert-v1.0-small --images --output chexpert-page
          mlnettl data verify --dataset chexpert --data CheXpert-v1.0-small
          mlnettl data split chexpert.json --folds 5 --output folds.csv
          mlnettl data convert --dataset chexpert --data CheXpert-v1.0-small --output chexpert.csv
        """)
    {
        DataDescribeCommand.Create(terminal, cancel), DataVerifyCommand.Create(terminal, cancel), DataSplitCommand.Create(terminal, cancel), DataConvertCommand.Create(terminal, cancel),
    };
}
