namespace MlNetTL.Images;

/// <summary>Brings the grey levels between two percentiles of an image to the full range, before its depth is reduced: 12-bit radiographs would be black otherwise,
/// or have few levels left.</summary>
/// <param name="Low">The percentile that becomes black, from 0 and below High.</param>
/// <param name="High">The percentile that becomes white, up to 100.</param>
/// <remarks>
/// Percentiles are of the image itself, linearly interpolated between the two nearest values. Red, green and blue share one window, so that hues stay; any other
/// channels have one each. What lies outside is clipped; a channel of one value stays as it is.
/// </remarks>
public sealed record PercentileWindow(double Low = 0.5, double High = 99.5) : ImageStep
{
    internal override IEnumerable<string> Problems()
    {
        if (Low is not (>= 0 and < 100)) yield return $"The Low of PercentileWindow must be at least 0 and below 100. Received: {Low}.";
        if (High is not (> 0 and <= 100)) yield return $"The High of PercentileWindow must be above 0 and at most 100. Received: {High}.";
        if (Low >= High) yield return $"The Low of PercentileWindow must be below its High. Received: {Low} and {High}.";
    }

    internal override Raster Apply(Raster image)
    {
        if (image.IsColour) Stretch(image, 0, 1);
        else for (var channel = 0; channel < image.Channels; channel++) Stretch(image, channel, image.Channels);
        return image;
    }

    private void Stretch(Raster image, int first, int stride)
    {
        var histogram = new int[image.Maximum + 1];
        var count = 0;
        for (var i = first; i < image.Values.Length; i += stride, count++) histogram[image.Values[i]]++;
        var (low, high) = (Percentile(histogram, count, Low), Percentile(histogram, count, High));
        if (high <= low) return;
        var map = new ushort[histogram.Length];
        for (var value = 0; value < map.Length; value++) map[value] = image.Clip((value - low) / (high - low) * image.Maximum);
        for (var i = first; i < image.Values.Length; i += stride) image.Values[i] = map[image.Values[i]];
    }

    private static double Percentile(int[] histogram, int count, double percent)
    {
        var rank = percent / 100 * (count - 1);
        var (below, above) = (ValueAt(histogram, (int)Math.Floor(rank)), ValueAt(histogram, (int)Math.Ceiling(rank)));
        return below + (above - below) * (rank - Math.Floor(rank));
    }

    private static int ValueAt(int[] histogram, int rank)
    {
        var value = 0;
        for (var below = histogram[0]; below <= rank; below += histogram[++value]) { }
        return value;
    }
}
