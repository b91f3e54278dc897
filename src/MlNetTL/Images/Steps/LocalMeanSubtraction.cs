namespace MlNetTL.Images;

/// <summary>Takes the local mean from each pixel and strengthens what is left: vessels and lesions stay, illumination and the camera's tint go.</summary>
/// <param name="Gain">What differences are multiplied by, above 0 to 32.</param>
/// <param name="Sigma">The standard deviation of the Gaussian that is the local mean, as a share of the image's radius, above 0 to 1.</param>
/// <param name="KeptRadius">What lies further from the centre than this share of the radius becomes mid grey, up to 1: the edge of a disc would be the strongest
/// structure of all. 0: everything is kept.</param>
/// <remarks>
/// 4 (image - Gaussian(image, radius / 30)) + 128, then mid grey outside of 90 % of the radius, as the winner of EyePACS did after <see cref="DiscCrop"/>
/// (B. Graham, 'Kaggle diabetic retinopathy detection competition report', 2015). The radius is half of the image's shorter side; 128 is 32,896 of 16 bits.
/// The Gaussian is cut at three standard deviations and mirrors the image at its border without repeating the outermost pixel. Every channel by itself.
/// Rows at the top and bottom that are wholly black, which DiscCrop puts where the camera cut the disc off, are not part of the image: they and the two rows beside them, which
/// scaling mixed with black, become mid grey.
/// </remarks>
public sealed record LocalMeanSubtraction(double Gain = 4, double Sigma = 1 / 30.0, double KeptRadius = 0.9) : ImageStep
{
    private const int MidGrey = 128, MixedRows = 2;

    internal override IEnumerable<string> Problems()
    {
        if (Gain is not (> 0 and <= 32)) yield return $"The Gain of LocalMeanSubtraction must be above 0 and at most 32. Received: {Gain}.";
        if (Sigma is not (> 0 and <= 1)) yield return $"The Sigma of LocalMeanSubtraction must be above 0 and at most 1, a share of the radius. Received: {Sigma}.";
        if (KeptRadius is not (>= 0 and <= 1)) yield return $"The KeptRadius of LocalMeanSubtraction must be 0 (everything is kept) to 1. Received: {KeptRadius}.";
    }

    internal override Raster Apply(Raster image)
    {
        var (top, bottom) = Shown(image);
        var radius = Math.Min(image.Height, image.Width) / 2.0;
        var mean = GaussianBlur.Apply(image.Cut(top, 0, bottom - top, image.Width), Sigma * radius);
        var mid = image.Maximum / 255 * MidGrey;
        var (kept, middleX, middleY, before) = (KeptRadius * radius, (image.Width - 1) / 2.0, (image.Height - 1) / 2.0, top * image.Width * image.Channels);
        for (int y = 0, i = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++)
            {
                var isKept = y >= top && y < bottom && (KeptRadius == 0 || (x - middleX) * (x - middleX) + (y - middleY) * (y - middleY) <= kept * kept);
                for (var channel = 0; channel < image.Channels; channel++, i++)
                    image.Values[i] = isKept ? image.Clip(Gain * (image.Values[i] - mean[i - before]) + mid) : (ushort)mid;
            }
        return image;
    }

    // The rows between those that are wholly black.
    private static (int Top, int Bottom) Shown(Raster image)
    {
        var stride = image.Width * image.Channels;
        var first = image.Values.AsSpan().IndexOfAnyExcept((ushort)0);
        if (first < 0) return (0, 0);
        var (top, bottom) = (first / stride, image.Values.AsSpan().LastIndexOfAnyExcept((ushort)0) / stride + 1);
        if (top > 0) top += MixedRows;
        if (bottom < image.Height) bottom -= MixedRows;
        return top < bottom ? (top, bottom) : (0, 0);
    }
}
