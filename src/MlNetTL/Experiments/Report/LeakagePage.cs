using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The page that compares splits.</summary>
internal static class LeakagePage
{
    public static string Render(LeakageComparison comparison) => Page.Of($"{comparison.Name}: splits compared", Markup.Of($"""
        <header><h1>{comparison.Name}: splits compared</h1>
        <p>The same pipeline, trained and tested under splits that keep different things together. A split by a smaller unit lets the network meet other images of a
        test image's patient, slide or place while it learns.</p></header>
        <section class="care"><h2>The gap</h2><ul>{comparison.Gaps.Select(gap => Markup.Of($"<li>{gap.ToString()}</li>"))}</ul></section>
        <section><h2>Runs</h2><div class="scroll"><table><thead><tr><th scope="col">Split by</th><th scope="col">Seed</th><th scope="col">Training images</th><th scope="col">Test images</th>
        <th scope="col">Patients in the test</th><th scope="col">AUC</th><th scope="col">95 % interval</th><th scope="col">Accuracy</th><th scope="col">Folder</th></tr></thead>
        <tbody>{comparison.Runs.Select(Row)}</tbody></table></div>
        <p class="note">Each split has test images of its own, so a small gap may be chance: several runs with other seeds (--repeats) show how much figures vary.</p></section>
        """));

    private static Markup Row(LeakageFigure run) => Markup.Of($"""
        <tr><th scope="row">{run.SplitBy}</th><td>{run.Seed.ToString()}</td><td>{run.TrainImages}</td><td>{run.TestImages}</td><td>{(run.TestPatients is { } patients ? Figures.Count(patients) : "not known")}</td>
        <td>{Figures.Number(run.AreaUnderRocCurve)}</td><td>{run.Interval}</td><td>{(run.Accuracy is { } share ? Figures.Percent(share) : "")}</td><td>{run.Folder}</td></tr>
        """);
}
