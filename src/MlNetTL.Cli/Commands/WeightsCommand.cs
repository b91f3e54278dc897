using System.CommandLine;
using MlNetTL.Cli.Weights;
using MlNetTL.Foundation;
using MlNetTL.Weights;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl weights</c>: published weights, what is here of them, and how to get them.</summary>
internal static class WeightsCommand
{
    private const string Names = "A network, network:weights, or a network and the name of its weights; without a name, its ImageNet weights.";

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var command = new DescribedCommand("weights", "Lists published weights, gets and checks them, and says where they are.", """
            Nothing is downloaded but by 'weights pull'.

            Examples:
              mlnettl weights list resnet50
              mlnettl weights pull resnet50 densenet121:xrv-nih
              mlnettl weights import Downloads/ResNet50.pt
            """)
        {
            List(terminal, cancel), Pull(terminal, cancel), Import(terminal, cancel), Verify(terminal, cancel), FilePath(terminal),
        };
        return command;
    }

    private static DescribedCommand List(Terminal terminal, CancellationToken cancel)
    {
        var network = new Argument<string?>("network") { Description = "The network; without it, all of them.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Writes JSON for other programs, with every figure." };
        var command = new DescribedCommand("list", "Lists published weights: their range, licence and figures, and which are here.", """
            'range' is what the network is fed for a black and for a white pixel. It comes with the weights: nobody needs to set it.

            Examples:
              mlnettl weights list
              mlnettl weights list densenet121 --json
            """)
        { network, json };
        command.SetAction(parsed =>
        {
            using var hub = new WeightsHub();
            var table = new WeightsList(parsed.GetValue(json) ? terminal.WithResultOnOut() : terminal, hub, cancel);
            return table.Write(WeightsNames.Rows(parsed.GetValue(network)), parsed.GetValue(json), withNotes: parsed.GetValue(network) is not null);
        });
        return command;
    }

    private static DescribedCommand Pull(Terminal terminal, CancellationToken cancel)
    {
        var names = new Argument<string[]>("weights") { Description = Names + " Several may be named.", Arity = ArgumentArity.OneOrMore };
        var proxy = new Option<string?>("--proxy")
        { Description = "The proxy; without it, what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.", HelpName = "address" };
        var mirror = new Option<string?>("--mirror")
        {
            Description = $"A folder or an address where the files lie under their own names, in place of the publishers'; without it, what {WeightsHubOptions.MirrorVariable} says.",
            HelpName = "folder or address"
        };
        var command = new DescribedCommand("pull", "Downloads weights, and checks their SHA-256. What was broken off goes on where it was.", """
            Where the publisher gives no SHA-256, the one of the first pull is recorded, and later files are compared with it.

            Examples:
              mlnettl weights pull resnet50
              mlnettl weights pull resnet50 xrv-all densenet121:xrv-nih
              mlnettl weights pull vgg16 --mirror /mnt/weights
            """)
        { names, proxy, mirror };
        // An argument that takes several words takes a misspelt option too.
        names.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => word.StartsWith('-')))
                result.AddError($"Unknown option '{word}' of 'pull'.{Suggestion.For(word, command.Options.Select(option => option.Name))}");
        });
        command.SetAction(parsed =>
        {
            var rows = WeightsNames.Find(parsed.GetRequiredValue(names));
            var options = new WeightsHubOptions { Proxy = parsed.GetValue(proxy) };
            if (parsed.GetValue(mirror) is { } named) options = options with { Mirror = named };
            using var hub = new WeightsHub(options);
            return new WeightsTransfer(terminal, hub, cancel).Pull(rows);
        });
        return command;
    }

    private static DescribedCommand Import(Terminal terminal, CancellationToken cancel)
    {
        var file = new Argument<string>("file") { Description = "The file, as it was published." };
        var row = new Option<string?>("--as") { Description = "Which weights it is, where neither its name nor its SHA-256 tells.", HelpName = "network:weights" };
        var command = new DescribedCommand("import", "Copies a file that was got in another way into the weights folder, and checks it.", """
            A file of your own needs no import: name it by its path wherever weights are named.

            Examples:
              mlnettl weights import /media/stick/resnet50-0676ba61.pth
              mlnettl weights import backbone.pt --as resnet50:radimagenet
            """)
        { file, row };
        command.SetAction(parsed =>
        {
            using var hub = new WeightsHub();
            return new WeightsTransfer(terminal, hub, cancel).Import(parsed.GetRequiredValue(file), parsed.GetValue(row) is { } name ? PublishedWeights.Find(name) : null);
        });
        return command;
    }

    private static DescribedCommand Verify(Terminal terminal, CancellationToken cancel)
    {
        var what = new Argument<string?>("network or file")
        { Description = "A network, network:weights or a file; without it, all that is here.", Arity = ArgumentArity.ZeroOrOne };
        var command = new DescribedCommand("verify", "Compares the SHA-256 of what is here with the published or the recorded one.", """
            The exit code is 1 where a file is damaged.

            Example:
              mlnettl weights verify
            """)
        { what };
        command.SetAction(parsed =>
        {
            using var hub = new WeightsHub();
            return new WeightsTransfer(terminal, hub, cancel).Verify(parsed.GetValue(what));
        });
        return command;
    }

    private static DescribedCommand FilePath(Terminal terminal)
    {
        var names = new Argument<string[]>("weights") { Description = Names, Arity = new ArgumentArity(1, 2) };
        var command = new DescribedCommand("path", "Prints the path of a file of weights and nothing else; fails where it is not here.", """
            Example:
              cp "$(mlnettl weights path resnet50)" /media/stick
            """)
        { names };
        command.SetAction(parsed =>
        {
            if (WeightsNames.Find(parsed.GetRequiredValue(names)) is not [var row]) throw new ArgumentException("path takes one network, and the name of its weights.");
            using var hub = new WeightsHub();
            if (hub.Glance(row) != WeightsState.Present)
                throw new FileNotFoundException($"{row.Definition.FileName} is not in {hub.Folder}. 'mlnettl weights pull {row.Reference}' gets it.");
            terminal.Raw.WriteLine(hub.PathOf(row));
            return ExitCode.Success;
        });
        return command;
    }
}
