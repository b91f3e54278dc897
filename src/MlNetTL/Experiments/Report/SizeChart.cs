using MlNetTL.Experiments.Describing;

namespace MlNetTL.Experiments.Report;

/// <summary>The sizes of images: a chart where they differ, and a table.</summary>
internal static class SizeChart
{
    private const int MostRows = 15;

    public static Markup Of(IReadOnlyList<ImageKind> kinds)
    {
        if (kinds.Count == 0) return Markup.Of($"""<p class="empty">No image could be read.</p>""");
        return Markup.Of($"""<div class="beside">{(kinds.DistinctBy(kind => (kind.Width, kind.Height)).Count() > 1 ? Draw(kinds) : Markup.Empty)}{Table(kinds)}</div>""");
    }

    private static Markup Draw(IReadOnlyList<ImageKind> kinds)
    {
        var chart = new Chart("Width and height of the images", ChartAxis.Around("width (pixels)", kinds.Select(kind => (double)kind.Width)), ChartAxis.Around("height (pixels)", kinds.Select(kind => (double)kind.Height)));
        var most = kinds.Max(kind => kind.Images);
        foreach (var kind in kinds)
            chart.Bubble(kind.Width, kind.Height, 3 + 9 * Math.Sqrt((double)kind.Images / most), kind.Bits > 8 ? "c1" : "c0", $"{kind.Width} x {kind.Height}, {Figures.Count(kind.Images, "image", "images")}");
        var key = kinds.DistinctBy(kind => kind.Bits > 8).Count() > 1 ? Markup.Of($""" <span class="key c0">8 bits</span>, <span class="key c1">more</span>.""") : Markup.Empty;
        return Markup.Of($"""<figure class="narrow">{chart.Draw()}<figcaption>The larger the dot, the more images.{key}</figcaption></figure>""");
    }

    private static Markup Table(IReadOnlyList<ImageKind> kinds) => Markup.Of($"""
        <div class="scroll"><table><thead><tr><th scope="col">Format</th><th scope="col">Width</th><th scope="col">Height</th><th scope="col">Bands</th><th scope="col">Bits</th><th scope="col">Images</th></tr></thead>
        <tbody>{kinds.Take(MostRows).Select(kind => Markup.Of($"""<tr><td>{kind.Format}</td><td>{kind.Width}</td><td>{kind.Height}</td><td>{kind.Bands}</td><td>{kind.Bits}</td><td>{kind.Images}</td></tr>"""))}</tbody></table>
        {(kinds.Count > MostRows ? Markup.Of($"""<p class="note">… and {kinds.Count - MostRows} more sizes.</p>""") : Markup.Empty)}</div>
        """);
}
