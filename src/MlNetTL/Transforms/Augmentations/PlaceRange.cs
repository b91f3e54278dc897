namespace MlNetTL.Transforms;

/// <summary>The places along one side of an image that a crop looks up, in pixels from its centre. A place beyond them stands for the nearest of them, so that the edge is repeated.</summary>
internal readonly record struct PlaceRange(double Least, double Most)
{
    /// <summary>The place itself, or the nearest one of the range.</summary>
    public double Nearest(double place) => Math.Clamp(place, Least, Most);

    /// <summary>The same range, seen from the image that comes of it by place ↦ factor · place + shift and looks up <paramref name="next"/> alone (null: all of itself).</summary>
    public PlaceRange SeenFrom(double factor, double shift, PlaceRange? next)
    {
        var (one, other) = ((Least - shift) / factor, (Most - shift) / factor);
        var seen = new PlaceRange(Math.Min(one, other), Math.Max(one, other));
        return next is { } own ? new(seen.Nearest(own.Least), seen.Nearest(own.Most)) : seen;
    }
}
