namespace MlNetTL.Images;

/// <summary>The equalising maps of the tiles of one channel, and the interpolation between them.</summary>
internal sealed class TileEqualization
{
    private const int MostLevels = 4096;

    private readonly Raster _image;
    private readonly int _tiles, _tileHeight, _tileWidth, _levels, _shift;
    private readonly float[] _maps;

    /// <summary>Counts the levels of each tile and makes its map.</summary>
    public TileEqualization(Raster image, int channel, int tiles, double clipLimit)
    {
        (_image, _tiles) = (image, tiles);
        // OpenCV adds to both sides where the tiles do not divide one of them.
        var isDivided = image.Height % tiles == 0 && image.Width % tiles == 0;
        _tileHeight = isDivided ? image.Height / tiles : image.Height / tiles + 1;
        _tileWidth = isDivided ? image.Width / tiles : image.Width / tiles + 1;
        _levels = Math.Min(image.Maximum + 1, MostLevels);
        for (var values = image.Maximum + 1; values > _levels; values >>= 1) _shift++;
        _maps = new float[tiles * tiles * _levels];
        var counts = new int[_levels];
        for (var tile = 0; tile < tiles * tiles; tile++)
        {
            Count(channel, tile / tiles * _tileHeight, tile % tiles * _tileWidth, counts);
            Clip(counts, Math.Max(1, (int)(clipLimit * _tileHeight * _tileWidth / _levels)));
            FillMap(counts, _maps.AsSpan(tile * _levels, _levels));
        }
    }

    /// <summary>Replaces the values of a channel.</summary>
    public void Equalize(ushort[] values, int channel, int channels)
    {
        for (var y = 0; y < _image.Height; y++)
        {
            var (above, below, lower) = Between(y, 1f / _tileHeight);
            for (var x = 0; x < _image.Width; x++)
            {
                var (left, right, further) = Between(x, 1f / _tileWidth);
                ref var value = ref values[(y * _image.Width + x) * channels + channel];
                var level = value >> _shift;
                var upperRow = Map(above, left, level) * (1 - further) + Map(above, right, level) * further;
                var lowerRow = Map(below, left, level) * (1 - further) + Map(below, right, level) * further;
                value = _image.Clip(upperRow * (1 - lower) + lowerRow * lower);
            }
        }
    }

    private float Map(int row, int column, int level) => _maps[(row * _tiles + column) * _levels + level];

    // The tiles whose centres lie before and after a place, and how far it is on its way to the latter.
    private (int Before, int After, float Share) Between(int place, float perTile)
    {
        var position = place * perTile - 0.5f;
        var before = (int)MathF.Floor(position);
        return (Math.Max(before, 0), Math.Min(before + 1, _tiles - 1), position - before);
    }

    private void Count(int channel, int top, int left, int[] counts)
    {
        counts.AsSpan().Clear();
        for (var y = top; y < top + _tileHeight; y++)
        {
            var row = GaussianBlur.Mirror(y, _image.Height) * _image.Width;
            for (var x = left; x < left + _tileWidth; x++)
                counts[_image.Values[(row + GaussianBlur.Mirror(x, _image.Width)) * _image.Channels + channel] >> _shift]++;
        }
    }

    private static void Clip(int[] counts, int most)
    {
        var excess = 0;
        for (var level = 0; level < counts.Length; level++)
        {
            excess += Math.Max(0, counts[level] - most);
            counts[level] = Math.Min(counts[level], most);
        }
        var (each, rest) = Math.DivRem(excess, counts.Length);
        for (var level = 0; level < counts.Length; level++) counts[level] += each;
        var step = rest == 0 ? 1 : Math.Max(counts.Length / rest, 1);
        for (var level = 0; level < counts.Length && rest > 0; level += step, rest--) counts[level]++;
    }

    private void FillMap(int[] counts, Span<float> map)
    {
        var scale = (float)_image.Maximum / (_tileHeight * _tileWidth);
        for (int level = 0, sum = 0; level < counts.Length; level++)
        {
            sum += counts[level];
            map[level] = _image.Clip(sum * scale);
        }
    }
}
