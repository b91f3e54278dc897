using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Ranking;

namespace MlNetTL.Experiments.Report;

/// <summary>The page of a ranking: one HTML file that needs no network, no script and no other file.</summary>
public static class RankingReport
{
    /// <summary>Draws the page.</summary>
    /// <param name="result">The ranking, whole or as far as it came.</param>
    /// <returns>The whole file.</returns>
    public static string Render(RankingResult result) => Page.Of($"{result.Pipeline.Name}: networks ranked", Markup.Of($"""
        <header><h1>{result.Pipeline.Name}: networks ranked before training</h1>
        <p>{Figures.Count(result.Images, "training image", "training images")}{Share(result)}, {Task(result)}. {Images(result)}.</p></header>
        {Unfinished(result)}
        <section class="care"><h2>Read with care</h2><ul>
        <li>Both figures say how well a linear layer on a network's features as they are would tell the labels of these images. Training changes features, so that the order is likely, not certain.</li>
        <li>Compare figures of this page only: other images, labels or sizes give another scale. LogME has no natural zero.</li>
        <li>A network that is not clearly above the same one from scratch brings little to this task.</li>
        </ul></section>
        {Charts(result)}
        <section><h2>The networks</h2>{Table(result)}</section>
        {Warnings(result)}
        """));

    private static string Share(RankingResult result) => result.Images == result.TrainingImages ? "" : $" of {Figures.Count(result.TrainingImages)}";

    private static string Task(RankingResult result) => result.Pipeline.Task.Kind switch
    {
        TaskKind.Binary => $"{result.Names[0]} or not",
        TaskKind.Multiclass => Figures.Count(result.Names.Count, "class", "classes"),
        TaskKind.Ordinal => Figures.Count(result.Names.Count, "grade", "grades"),
        TaskKind.MultiLabel => Figures.Count(result.Names.Count, "label", "labels"),
        _ => throw new NotSupportedException($"{nameof(RankingReport)} must word each kind of task that can be ranked. It lacks '{result.Pipeline.Task.Kind}'."),
    };

    private static string Images(RankingResult result)
    {
        var image = result.Pipeline.Image.ToDecodeSettings();
        return $"{image.Width} x {image.Height} pixels, {result.Device}, {Figures.Count(result.Threads, "thread", "threads")}, {result.StartedAt:yyyy-MM-dd HH:mm}, took {Figures.Duration(result.Seconds)}";
    }

    private static Markup Unfinished(RankingResult result) => result.Waiting.Count == 0 ? Markup.Empty : Markup.Of($"""
        <section class="care"><h2>Not finished</h2><ul><li>Not reached: {string.Join(", ", result.Waiting)}.</li></ul></section>
        """);

    private static Markup Warnings(RankingResult result) => result.Warnings.Count == 0 ? Markup.Empty : Markup.Of($"""
        <section class="care"><h2>The ranking warned</h2><ul>{result.Warnings.Select(warning => Markup.Of($"<li>{warning}</li>"))}</ul></section>
        """);

    private static Markup Charts(RankingResult result)
    {
        var numbered = result.Networks.Select((network, i) => (Network: network, Number: i + 1)).Where(pair => pair.Network.IsScored && pair.Network.StepSeconds > 0).ToArray();
        if (numbered.Length == 0) return Markup.Empty;
        return Markup.Of($"""
            <section><h2>What they promise, and what a step costs</h2>
            <p class="note">{Keys(result)} Up is better, left is quicker. Numbers are the places in the table.</p>
            <div class="pair">{Figure(result, "LogME", numbered, network => network.LogME)}{Figure(result, "H-score", numbered, network => network.HScore)}</div></section>
            """);
    }

    // Several weights of one network need more than its name to be told apart; colours tell a start from the others.
    private static string NameOf(RankedNetwork network, IEnumerable<RankedNetwork> all) =>
        all.Count(other => other.Network == network.Network && other.Start == network.Start) > 1 ? $"{network.Network}, {network.ShortWeights}" : network.Network;

    private static Markup Keys(RankingResult result) => Markup.Join(result.Networks.Where(network => network.IsScored).Select(network => network.Start).Distinct().Order()
        .Select(start => Markup.Of($"""<span class="key {Color(start)}">{Words(start)}</span>.""")));

    private static Markup Figure(RankingResult result, string measure, (RankedNetwork Network, int Number)[] networks, Func<RankedNetwork, double> value)
    {
        var chart = new Chart($"{measure} of each network against the seconds of a training step",
            ChartAxis.Ratios("seconds a training step", networks.Select(pair => pair.Network.StepSeconds)),
            ChartAxis.Around(measure, networks.Select(pair => value(pair.Network))), 460, 340);
        chart.Points([.. networks.Select(pair => (pair.Network.StepSeconds, value(pair.Network), $"{pair.Number}", NameOf(pair.Network, result.Networks), Color(pair.Network.Start),
            $"{pair.Network.Network}, {pair.Network.ShortWeights}: {measure} {Figures.Number(value(pair.Network))}, {Figures.Duration(pair.Network.StepSeconds)} a step"))]);
        return Markup.Of($"<figure><h3>{measure}</h3>{chart.Draw()}</figure>");
    }

    private static Markup Table(RankingResult result) => Markup.Of($"""
        <div class="scroll"><table class="ranking"><thead><tr><th scope="col">Network</th><th scope="col">LogME</th><th scope="col">H-score</th><th scope="col">Features</th>
        <th scope="col">Parameters</th><th scope="col">Features took</th><th scope="col">A step</th><th scope="col">Its memory</th></tr></thead>
        <tbody>{result.Networks.Select(Row)}</tbody></table></div>
        <p class="note">A step trains the whole network on {Figures.Count(result.Networks.Select(network => network.StepImages).DefaultIfEmpty(0).Max())} images: forward, backward and
        {result.Pipeline.Training.Optimizer.Name.ToString()}. Its memory is what it takes beside the parameters: gradients, the optimiser's state, activations.
        LogME: You et al. 2021. H-score: Bao et al. 2019, regularised as in Ibrahim et al. 2021.</p>
        """);

    private static Markup Row(RankedNetwork network, int index)
    {
        var name = Markup.Of($"""<th scope="row">{Place(network, index)}{network.Network}<small>{network.ShortWeights}{(network.IsPipelines ? ", the pipeline's own" : "")}</small></th>""");
        if (!network.IsScored) return Markup.Of($"""<tr>{name}<td class="words" colspan="7">{network.Problem}</td></tr>""");
        var step = double.IsNaN(network.StepSeconds)
            ? Markup.Of($"""<td class="words" colspan="2">{network.Problem}</td>""")
            : Markup.Of($"<td>{Figures.Duration(network.StepSeconds)}</td><td>{Figures.Bytes(network.StepBytes)}</td>");
        return Markup.Of($"""
            <tr>{name}<td>{Figures.Number(network.LogME)}</td><td>{Figures.Number(network.HScore)}</td><td>{network.Features}</td>
            <td>{Figures.Millions(network.Parameters)}</td><td>{Figures.Duration(network.ForwardSeconds)}</td>{step}</tr>
            """);
    }

    private static string Place(RankedNetwork network, int index) => network.IsScored ? $"{index + 1}. " : "";

    private static string Color(StartKind start) => start switch { StartKind.Pretrained => "c0", StartKind.Scratch => "c1", _ => "c3" };

    private static string Words(StartKind start) => start switch
    {
        StartKind.Pretrained => "Pretrained",
        StartKind.Scratch => "From scratch",
        _ => "Random, with the mean and variance of pretrained tensors",
    };
}
