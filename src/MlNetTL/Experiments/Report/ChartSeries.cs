namespace MlNetTL.Experiments.Report;

/// <summary>A line of a chart. Points that are not numbers break it.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">In the axes' units.</param>
/// <param name="Color">The place in the style sheet's palette; it wraps, and each round has dashes of its own.</param>
/// <param name="Dots">Whether the points are drawn too, as they must be where one stands alone.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points, int Color, bool Dots = false)
{
    private const int Colors = 6;

    /// <summary>The style sheet's class of its colour.</summary>
    public string Class => $"c{Color % Colors}{(Color >= Colors ? " dashed" : "")}";
}
