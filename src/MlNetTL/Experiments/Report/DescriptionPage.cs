using MlNetTL.Experiments.Describing;

namespace MlNetTL.Experiments.Report;

/// <summary>The page of what a data set holds: one HTML file that needs no network, no script and no other file.</summary>
internal static class DescriptionPage
{
    private const int MostListed = 200;

    /// <summary>Draws the page.</summary>
    /// <param name="description">What the data hold.</param>
    /// <param name="sheet">A contact sheet as PNG; null for none.</param>
    /// <param name="duplicates">Images that are the same, group by group.</param>
    public static string Render(DataDescription description, byte[]? sheet, IReadOnlyList<IReadOnlyList<PicturedDuplicate>> duplicates) => Page.Of(description.Name, Markup.Of($"""
        <header><h1>{description.Name}</h1><p>What the data hold.</p></header>
        {Notes(description)}
        {Section("Sets", Sets(description.Sets))}
        {description.Sets.Select(set => Section(description.Sets.Count == 1 ? "Labels" : $"Labels in '{set.Name}'", LabelBars.Of(set)))}
        {(sheet is null ? Markup.Empty : Section("Examples", Markup.Of($"""<img class="sheet" alt="Examples of each label" src="data:image/png;base64,{Convert.ToBase64String(sheet)}">""")))}
        {(description.Findings is { } findings ? Findings(findings, duplicates) : Markup.Empty)}
        """));

    private static Markup Section(string title, Markup body) => Markup.Of($"<section><h2>{title}</h2>{body}</section>");

    private static Markup Notes(DataDescription description)
    {
        var notes = description.Notes.Concat(description.Findings is { } found ? Alarms(found) : []).ToArray();
        return notes.Length == 0 ? Markup.Empty : Markup.Of($"""<section class="care"><h2>Read with care</h2><ul>{notes.Select(note => Markup.Of($"<li>{note}</li>"))}</ul></section>""");
    }

    private static IEnumerable<string> Alarms(ImageFindings findings)
    {
        if (findings.Unreadable.Count > 0) yield return $"{Figures.Count(findings.Unreadable.Count, "image", "images")} cannot be read.";
        if (findings.Blank.Count > 0) yield return $"{Figures.Count(findings.Blank.Count, "image is", "images are")} blank.";
        if (findings.Duplicates.Count(group => group.AcrossSets) is > 0 and var sets) yield return $"{Figures.Count(sets, "image is", "images are")} in several sets at once under several names: figures are too good.";
        if (findings.Duplicates.Count(group => group.AcrossPatients) is > 0 and var patients) yield return $"{Figures.Count(patients, "image is", "images are")} said to be of several patients.";
        if (findings.Duplicates.Count(group => group.AcrossLabels) is > 0 and var labels) yield return $"{Figures.Count(labels, "image bears", "images bear")} different labels under several names.";
        if (findings.Store is { Fits: false } store) yield return $"The decoded images need {Figures.Bytes(store.Bytes)}, and {Figures.Bytes(store.FreeBytes)} are free in {store.Folder}.";
    }

    private static Markup Sets(IReadOnlyList<DescribedSet> sets) => Markup.Of($"""
        <div class="scroll"><table><thead><tr><th scope="col"></th><th scope="col">Images</th><th scope="col">Patients</th><th scope="col">Studies</th><th scope="col">Tiles, slides or places</th></tr></thead>
        <tbody>{sets.Select(set => Markup.Of($"""<tr><th scope="row">{set.Name}</th><td>{set.Images}</td><td>{Count(set.Patients)}</td><td>{Count(set.Studies)}</td><td>{Count(set.Sources)}</td></tr>"""))}</tbody></table></div>
        """);

    private static Markup Findings(ImageFindings findings, IReadOnlyList<IReadOnlyList<PicturedDuplicate>> duplicates) => Markup.Of($"""
        {Section("Sizes and depths", SizeChart.Of(findings.Kinds))}
        {Section("Images that are the same", Same(findings, duplicates))}
        {Section("Unreadable images", List([.. findings.Unreadable.Select(image => $"{image.Path}: {image.Reason}")], "All images can be read."))}
        {Section("Blank images", List(findings.Blank, "No image is blank."))}
        {(findings.Store is { } store ? Markup.Of($"""<p class="note">Training needs {Figures.Bytes(store.Bytes)} in {store.Folder} for decoded images; {Figures.Bytes(store.FreeBytes)} are free.</p>""") : Markup.Empty)}
        <p class="note">{findings.Images} images were read in {Figures.Duration(findings.Seconds)}.</p>
        """);

    private static Markup Same(ImageFindings findings, IReadOnlyList<IReadOnlyList<PicturedDuplicate>> duplicates)
    {
        if (findings.Duplicates.Count == 0) return Markup.Of($"""<p class="note">No two images are the same, neither byte for byte nor as decoded at a small size.</p>""");
        var groups = findings.Duplicates.Zip(duplicates).Select(pair => Markup.Of($"""
            <h3>{Title(pair.First)}</h3><div class="examples">{pair.Second.Select(image => Markup.Of($"""
            <figure class="{(pair.First.AcrossSets ? "wrong" : "")}"><img alt="" src="data:image/png;base64,{Convert.ToBase64String(image.Png)}">
            <figcaption><b>{image.Image.Set}</b> {image.Image.Labels}<br><small>{image.Image.Path}{(image.Image.Patient.Length > 0 ? $", {image.Image.Patient}" : "")}</small></figcaption></figure>
            """))}</div>
            """));
        var more = findings.Duplicates.Skip(duplicates.Count).Select(group => string.Join(" = ", group.Images.Select(image => $"{image.Path} ({image.Set})"))).ToArray();
        return Markup.Of($"""<p class="note">{Figures.Count(findings.Duplicates.Count, "image is", "images are")} there under several names.</p>{groups}{(more.Length > 0 ? List(more, "") : Markup.Empty)}""");
    }

    private static string Title(DuplicateGroup group)
    {
        string[] words = [group.Kind == "file" ? "The same file" : "The same pixels", .. group.AcrossSets ? ["in several sets"] : Array.Empty<string>(),
            .. group.AcrossPatients ? ["of several patients"] : Array.Empty<string>(), .. group.AcrossLabels ? ["with different labels"] : Array.Empty<string>()];
        return string.Join(", ", words);
    }

    private static Markup List(IReadOnlyList<string> items, string none) => items.Count == 0 ? Markup.Of($"""<p class="note">{none}</p>""")
        : Markup.Of($"""<ul>{items.Take(MostListed).Select(item => Markup.Of($"<li>{item}</li>"))}{(items.Count > MostListed ? Markup.Of($"<li>… and {items.Count - MostListed} more (description.json has all)</li>") : Markup.Empty)}</ul>""");

    private static string Count(int? count) => count is { } known ? Figures.Count(known) : "–";
}
