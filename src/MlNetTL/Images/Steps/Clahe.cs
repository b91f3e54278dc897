namespace MlNetTL.Images;

/// <summary>Contrast-limited adaptive histogram equalisation.</summary>
/// <param name="ClipLimit">How much more often than on average a grey level may count, above 0 to 1,000. More gives more contrast, and more noise.</param>
/// <param name="Tiles">The parts along each side that are equalised by themselves, 1 to 64; between their centres is interpolated.</param>
/// <remarks>
/// Zuiderveld, 'Contrast limited adaptive histogram equalization', Graphics Gems IV, 1994, in the form that OpenCV gives it: what is clipped is spread over all levels,
/// and an image whose sides the tiles do not divide is mirrored on at the right and bottom. 8 bits have 256 levels; 16 bits are counted in 4,096 (as many as radiographs have).
/// Of red, green and blue the luma is equalised and its change added to all three, which leaves both colour differences as they are; any other channels each by itself.
/// </remarks>
public sealed record Clahe(double ClipLimit = 2, int Tiles = 8) : ImageStep
{
    private const double HighestLimit = 1000;
    private const int MostTiles = 64;

    internal override IEnumerable<string> Problems()
    {
        if (ClipLimit is not (> 0 and <= HighestLimit)) yield return $"The ClipLimit of Clahe must be above 0 and at most {HighestLimit}. Received: {ClipLimit}.";
        if (Tiles is < 1 or > MostTiles) yield return $"The Tiles of Clahe must be 1 to {MostTiles}. Received: {Tiles}.";
    }

    internal override Raster Apply(Raster image)
    {
        if (!image.IsColour)
        {
            for (var channel = 0; channel < image.Channels; channel++) Equalize(image, channel).Equalize(image.Values, channel, image.Channels);
            return image;
        }
        var before = image.Luma();
        var after = (ushort[])before.Clone();
        var grey = new Raster(before, image.Height, image.Width, 1, image.Maximum);
        Equalize(grey, 0).Equalize(after, 0, 1);
        for (var i = 0; i < image.Values.Length; i++)
            image.Values[i] = (ushort)Math.Clamp(image.Values[i] + after[i / 3] - before[i / 3], 0, image.Maximum);
        return image;
    }

    private TileEqualization Equalize(Raster image, int channel) => new(image, channel, Tiles, ClipLimit);
}
