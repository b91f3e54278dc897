namespace MlNetTL.Experiments.Report;

/// <summary>Finds a place beside each point of a chart for its name, so that no name covers a point, another name or the frame.</summary>
internal static class PointNames
{
    // Of the style sheet's font; a little wide, so that names stay apart.
    private const double LetterWidth = 6.3, LineHeight = 13;

    // Right, left, above, below, and the corners.
    private static readonly (int X, int Y)[] s_directions = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)];

    /// <summary>A name in its place: the start, the middle or the end of its base line.</summary>
    public readonly record struct Place(double X, double Y, string Anchor);

    /// <summary>Places names, the first first. Null for one that has no room.</summary>
    /// <param name="points">The points and their names.</param>
    /// <param name="radius">The radius of each point.</param>
    /// <param name="frame">What names must stay in.</param>
    public static IReadOnlyList<Place?> Find(IReadOnlyList<(double X, double Y, string Name)> points, double radius, (double Left, double Top, double Right, double Bottom) frame)
    {
        var taken = points.Select(point => new Box(point.X - radius, point.Y - radius, point.X + radius, point.Y + radius)).ToList();
        var places = new Place?[points.Count];
        for (var i = 0; i < points.Count; i++)
            foreach (var (x, y) in s_directions)
            {
                var (box, place) = Beside(points[i], x, y, radius);
                if (!box.IsWithin(frame) || taken.Any(box.Meets)) continue;
                taken.Add(box);
                places[i] = place;
                break;
            }
        return places;
    }

    private static (Box Box, Place Place) Beside((double X, double Y, string Name) point, int x, int y, double radius)
    {
        var width = LetterWidth * point.Name.Length;
        // In a corner the name begins above the point's edge and not beyond it.
        var away = y == 0 ? radius + 3 : x == 0 ? 0 : radius / 2;
        var start = point.X + x * away + x switch { 1 => 0, -1 => -width, _ => -width / 2 };
        var middle = point.Y + y * (radius + 2 + LineHeight / 2);
        return (new(start, middle - LineHeight / 2, start + width, middle + LineHeight / 2),
            new(point.X + x * away, middle + 4, x switch { 1 => "start", -1 => "end", _ => "middle" }));
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

        public bool IsWithin((double Left, double Top, double Right, double Bottom) frame) =>
            Left >= frame.Left && Top >= frame.Top && Right <= frame.Right && Bottom <= frame.Bottom;
    }
}
