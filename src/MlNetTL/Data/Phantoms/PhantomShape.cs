namespace MlNetTL.Data;

/// <summary>The soft edges that the phantoms are drawn with.</summary>
internal static class PhantomShape
{
    /// <summary>0 well outside, 1 well inside, smooth over a border of half-width <paramref name="softness"/>. <paramref name="depth"/> is positive inside.</summary>
    public static float Inside(float depth, float softness)
    {
        var t = Math.Clamp(0.5f + depth / (2 * softness), 0, 1);
        return t * t * (3 - 2 * t);
    }

    /// <summary>1 at the centre of a bump, 0 from <paramref name="radius"/> on.</summary>
    public static float Bump(float distanceSquared, float radius)
    {
        var t = Math.Max(0, 1 - distanceSquared / (radius * radius));
        return t * t;
    }
}
