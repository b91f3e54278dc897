using System.Runtime.InteropServices;

namespace MlNetTL.Images;

/// <summary>Draws many decoded images with captions into one picture: what the network sees.</summary>
public static class ContactSheet
{
    // Dots of a letter are two pixels wide; a caption line is five dots and two dots of space.
    private const int Dot = 2, LineHeight = (SmallFont.Height + 2) * Dot, LetterWidth = (SmallFont.Width + 1) * Dot, Gap = 8, LeastTileWidth = 112;
    private const byte Background = 32, Ink = 235;

    /// <summary>Draws a sheet as an 8-bit colour PNG. Small images are enlarged by a whole number, without smoothing.</summary>
    /// <param name="tiles">For each image its pixels [channels, height, width] as the settings say, and a caption: a few lines of ASCII, cut where they are
    /// wider than the image.</param>
    /// <param name="settings">What the pixels are. Of other than one or three channels the first three (or the first, where there are two) are shown.</param>
    /// <param name="columns">Images side by side.</param>
    /// <exception cref="ArgumentException">There are no tiles, or pixels are of another size than the settings say.</exception>
    public static byte[] Png(IReadOnlyList<(byte[] Pixels, string Caption)> tiles, DecodeSettings settings, int columns)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        settings.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (tiles.Count == 0) throw new ArgumentException("A contact sheet needs at least one image.", nameof(tiles));
        for (var i = 0; i < tiles.Count; i++)
            if (tiles[i].Pixels.Length != settings.RowBytes)
                throw new ArgumentException($"The pixels of image {i} must be {settings.RowBytes} bytes. Received: {tiles[i].Pixels.Length}.", nameof(tiles));
        columns = Math.Min(columns, tiles.Count);
        var scale = (LeastTileWidth + settings.Width - 1) / settings.Width;
        var lines = tiles.Max(tile => tile.Caption.Split('\n').Length);
        int tileWidth = settings.Width * scale, tileHeight = settings.Height * scale + Dot * 2 + lines * LineHeight;
        var sheet = new Sheet(Gap + columns * (tileWidth + Gap), Gap + (tiles.Count + columns - 1) / columns * (tileHeight + Gap));
        for (var i = 0; i < tiles.Count; i++)
        {
            int left = Gap + i % columns * (tileWidth + Gap), top = Gap + i / columns * (tileHeight + Gap);
            DrawImage(sheet, tiles[i].Pixels, settings, left, top, scale);
            DrawCaption(sheet, tiles[i].Caption, left, top + settings.Height * scale + Dot * 2, tileWidth);
        }
        return ImageEncoder.Png(sheet.Planes, 3, sheet.Height, sheet.Width, PixelType.Byte);
    }

    private static void DrawImage(Sheet sheet, byte[] pixels, DecodeSettings settings, int left, int top, int scale)
    {
        var plane = settings.Height * settings.Width;
        var words = MemoryMarshal.Cast<byte, ushort>(pixels);
        for (var channel = 0; channel < 3; channel++)
        {
            var from = settings.Channels >= 3 ? channel * plane : 0;
            for (var y = 0; y < settings.Height * scale; y++)
                for (var x = 0; x < settings.Width * scale; x++)
                {
                    var at = from + y / scale * settings.Width + x / scale;
                    sheet.Set(channel, top + y, left + x, settings.PixelType == PixelType.Byte ? pixels[at] : (byte)((words[at] + 128) / 257));
                }
        }
    }

    private static void DrawCaption(Sheet sheet, string caption, int left, int top, int width)
    {
        foreach (var line in caption.Split('\n'))
        {
            var fits = width / LetterWidth;
            var shown = line.Length <= fits ? line : line[..Math.Max(0, fits - 2)] + "..";
            for (var i = 0; i < Math.Min(shown.Length, fits); i++) DrawLetter(sheet, shown[i], left + i * LetterWidth, top);
            top += LineHeight;
        }
    }

    private static void DrawLetter(Sheet sheet, char letter, int left, int top)
    {
        for (var y = 0; y < SmallFont.Height * Dot; y++)
            for (var x = 0; x < SmallFont.Width * Dot; x++)
                if (SmallFont.HasInk(letter, y / Dot, x / Dot))
                    for (var channel = 0; channel < 3; channel++) sheet.Set(channel, top + y, left + x, Ink);
    }

    private sealed class Sheet
    {
        public Sheet(int width, int height)
        {
            (Width, Height, Planes) = (width, height, new byte[checked(3 * width * height)]);
            Array.Fill(Planes, Background);
        }

        public int Width { get; }

        public int Height { get; }

        public byte[] Planes { get; }

        public void Set(int channel, int y, int x, byte value) => Planes[(channel * Height + y) * Width + x] = value;
    }
}
