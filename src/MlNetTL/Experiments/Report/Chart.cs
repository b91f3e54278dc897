namespace MlNetTL.Experiments.Report;

/// <summary>An SVG chart: frame, grid, ticks and titles, and what is drawn into it. It scales to the width of its place and takes its colours from the
/// style sheet.</summary>
internal sealed class Chart(string description, ChartAxis x, ChartAxis y, int width = 520, int height = 320)
{
    private readonly List<Markup> _pieces = [];
    private readonly int _left = 54, _top = 10, _right = 14, _bottom = 46;

    /// <summary>A straight line from corner to corner: what guessing gives.</summary>
    public Chart Diagonal() => Add(Markup.Of($"""<line class="guide" x1="{X(x.Low)}" y1="{Y(y.Low)}" x2="{X(x.High)}" y2="{Y(y.High)}"/>"""));

    /// <summary>A line from bottom to top with a word at its head.</summary>
    public Chart Upright(double at, string word)
    {
        var nearRight = x.Share(at) > 0.7;
        return Add(Markup.Of($"""
            <line class="guide" x1="{X(at)}" y1="{Y(y.Low)}" x2="{X(at)}" y2="{Y(y.High)}"/>
            <text class="note" x="{X(at) + (nearRight ? -5 : 5)}" y="{_top + 14.0}" text-anchor="{(nearRight ? "end" : "start")}">{word}</text>
            """));
    }

    public Chart Line(ChartSeries series)
    {
        foreach (var part in UnbrokenParts(series.Points))
            if (part.Count > 1)
                Add(Markup.Of($"""<polyline class="line {series.Class}" points="{string.Join(' ', part.Select(p => Markup.Of($"{X(p.X)},{Y(p.Y)}").Text))}"/>"""));
        foreach (var (px, py) in series.Points.Where(p => series.Dots && double.IsFinite(p.Y)))
            Add(Markup.Of($"""<circle class="dot {series.Class}" cx="{X(px)}" cy="{Y(py)}" r="3"/>"""));
        return this;
    }

    /// <summary>A point whose area says how much stands behind it.</summary>
    public Chart Bubble(double px, double py, double radius, string color, string tip) =>
        Add(Markup.Of($"""<circle class="bubble {color}" cx="{X(px)}" cy="{Y(py)}" r="{radius}"><title>{tip}</title></circle>"""));

    /// <summary>Points with a sign in them (a number, by which a table finds them) and, where there is room, their names beside them.</summary>
    public Chart Points(IReadOnlyList<(double X, double Y, string Sign, string Name, string Color, string Tip)> points)
    {
        const double Radius = 9;
        var places = PointNames.Find([.. points.Select(point => (X(point.X), Y(point.Y), point.Name))], Radius,
            (_left + 2, _top + 2, width - _right, height - _bottom - 2));
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            Add(Markup.Of($"""
                <circle class="point {point.Color}" cx="{X(point.X)}" cy="{Y(point.Y)}" r="{Radius}"><title>{point.Tip}</title></circle>
                <text class="sign" x="{X(point.X)}" y="{Y(point.Y) + 3.8}" text-anchor="middle">{point.Sign}</text>
                """));
            if (places[i] is { } place)
                Add(Markup.Of($"""<text class="note" x="{place.X}" y="{place.Y}" text-anchor="{place.Anchor}">{point.Name}</text>"""));
        }
        return this;
    }

    /// <summary>A bar that stands on the lower end of the upright axis.</summary>
    public Chart Bar(double from, double to, double top, string color, string tip) =>
        Add(Markup.Of($"""
            <rect class="bar {color}" x="{X(from)}" y="{Y(top)}" width="{X(to) - X(from)}" height="{Y(y.Low) - Y(top)}"><title>{tip}</title></rect>
            """));

    public Markup Draw() => Markup.Of($"""
        <svg class="chart" viewBox="0 0 {Plain(width)} {Plain(height)}" role="img" aria-label="{description}">
        {x.Ticks.Select(TickBelow)}
        {y.Ticks.Select(TickAtLeft)}
        {_pieces}
        <text class="axis" x="{(X(x.Low) + X(x.High)) / 2}" y="{height - 8.0}" text-anchor="middle">{x.Title}</text>
        <text class="axis" transform="translate(12 {(Y(y.Low) + Y(y.High)) / 2}) rotate(-90)" text-anchor="middle">{y.Title}</text>
        </svg>
        """);

    private Markup TickBelow(double tick) => Markup.Of($"""
        <line class="grid" x1="{X(tick)}" y1="{Y(y.Low)}" x2="{X(tick)}" y2="{Y(y.High)}"/>
        <text class="tick" x="{X(tick)}" y="{Y(y.Low) + 15}" text-anchor="middle">{x.Label(tick)}</text>
        """);

    private Markup TickAtLeft(double tick) => Markup.Of($"""
        <line class="grid" x1="{X(x.Low)}" y1="{Y(tick)}" x2="{X(x.High)}" y2="{Y(tick)}"/>
        <text class="tick" x="{X(x.Low) - 6}" y="{Y(tick) + 4}" text-anchor="end">{y.Label(tick)}</text>
        """);

    private Chart Add(Markup piece)
    {
        _pieces.Add(piece);
        return this;
    }

    private double X(double value) => _left + x.Share(value) * (width - _left - _right);

    private double Y(double value) => height - _bottom - y.Share(value) * (height - _top - _bottom);

    private static string Plain(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static List<List<(double X, double Y)>> UnbrokenParts(IReadOnlyList<(double X, double Y)> points)
    {
        List<List<(double X, double Y)>> parts = [[]];
        foreach (var point in points)
        {
            if (double.IsFinite(point.Y)) parts[^1].Add(point);
            else if (parts[^1].Count > 0) parts.Add([]);
        }
        return parts;
    }
}
