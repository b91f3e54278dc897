namespace MlNetTL.Images;

/// <summary>Finds the disc of a fundus photograph on black, scales it to a fixed radius and cuts out the square around it.</summary>
/// <param name="Radius">The radius of the disc in the result, in pixels, 16 to 2,048; the result has twice as many rows and columns.</param>
/// <remarks>
/// As the winner of EyePACS did (B. Graham, 'Kaggle diabetic retinopathy detection competition report', 2015): along the middle row, a column is part of the disc
/// where the sum of its channels is over a tenth of that row's mean; half their number is the radius. The centre is the middle of the first and last of them (there:
/// of the image), and what the camera cut off above and below is black. Scaling is antialiased, as the decoder's. An image whose middle row is black stays as it is.
/// </remarks>
public sealed record DiscCrop(int Radius = 300) : ImageStep
{
    private const int Least = 16, Most = 2048;

    internal override bool MovesPixels => true;

    internal override IEnumerable<string> Problems()
    {
        if (Radius is < Least or > Most) yield return $"The Radius of DiscCrop must be {Least} to {Most} pixels. Received: {Radius}.";
    }

    internal override Raster Apply(Raster image)
    {
        var (left, diameter) = FindDisc(image);
        if (diameter == 0) return image;
        var square = image.Cut((image.Height - diameter) >> 1, left, diameter, diameter);
        var side = 2 * Radius;
        var planes = new ushort[side * side * image.Channels];
        Resampler.Resize<ushort, ushort>(square.Values, diameter, diameter, image.Channels, new(side, side, image.Channels, PixelType.UInt16), planes);
        var result = image.Sized(side, side);
        for (var channel = 0; channel < image.Channels; channel++)
            for (var i = 0; i < side * side; i++) result.Values[i * image.Channels + channel] = planes[channel * side * side + i];
        return result;
    }

    private static (int Left, int Diameter) FindDisc(Raster image)
    {
        var row = image.Values.AsSpan(image.Height / 2 * image.Width * image.Channels, image.Width * image.Channels);
        var sums = new long[image.Width];
        for (var i = 0; i < row.Length; i++) sums[i / image.Channels] += row[i];
        var threshold = sums.Average() / 10;
        var (count, first, last) = (0, 0, 0);
        for (var x = 0; x < sums.Length; x++)
        {
            if (sums[x] <= threshold) continue;
            if (count++ == 0) first = x;
            last = x;
        }
        return ((first + last + 1 - count) >> 1, count);
    }
}
