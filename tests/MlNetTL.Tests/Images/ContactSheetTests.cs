using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class ContactSheetTests
{
    [TestMethod]
    [DataRow(PixelType.Byte)]
    [DataRow(PixelType.UInt16)]
    public void TilesLieInRowsWithTheirCaptionsBelow(PixelType pixelType)
    {
        var settings = new DecodeSettings(120, 130, 3, pixelType);
        var tiles = Enumerable.Range(1, 5).Select(i => (Flat(settings, 40 * i), i == 2 ? "" : "Pneumonia 0.93\nseen")).ToArray();
        var sheet = Decode(ContactSheet.Png(tiles, settings, columns: 3), out var header);
        // Three tiles of 130 with gaps of 8; two rows of 120 and 4, two lines of 14, gaps of 8.
        Assert.AreEqual((8 + 3 * 138, 8 + 2 * (120 + 4 + 28 + 8)), (header.Width, header.Height));
        byte At(int y, int x) => sheet[y * header.Width + x];
        Assert.AreEqual(40, At(8, 8));
        Assert.AreEqual(120, At(127, 8 + 2 * 138 + 129));
        Assert.AreEqual(200, At(168 + 60, 8 + 138 + 65));
        Assert.AreEqual(32, At(168 + 60, 8 + 2 * 138 + 65), "there is no sixth image");
        Assert.AreEqual(235, At(8 + 120 + 4, 8), "the P's upper left dot");
        Assert.AreEqual(32, At(8 + 120 + 4, 8 + 138), "the second has no caption");
    }

    [TestMethod]
    public void SmallImagesAreEnlargedAndLongCaptionsCut()
    {
        var settings = new DecodeSettings(10, 28, 1);
        Decode(ContactSheet.Png([(Flat(settings, 100), new string('x', 500))], settings, columns: 4), out var header);
        Assert.AreEqual((8 + 112 + 8, 8 + 40 + 4 + 14 + 8), (header.Width, header.Height));
    }

    [TestMethod]
    public void EveryPrintableLetterHasAShapeOfItsOwn()
    {
        var letters = Enumerable.Range(33, 94).Select(c => (char)c).Where(c => !char.IsAsciiLetterLower(c) && !"$^`{}~".Contains(c)).ToArray();
        var shapes = letters.Select(letter => string.Concat(Enumerable.Range(0, 15).Select(i => SmallFont.HasInk(letter, i / 3, i % 3) ? '#' : '.'))).ToArray();
        Assert.HasCount(letters.Length, shapes.Distinct());
        Assert.AreEqual("###.#..#..#..#.", shapes[Array.IndexOf(letters, 'T')]);
    }

    [TestMethod]
    public void NoTilesAndWrongSizesAreRefused()
    {
        var settings = new DecodeSettings(10, 10);
        Assert.ThrowsExactly<ArgumentException>(() => ContactSheet.Png([], settings, 1));
        Assert.ThrowsExactly<ArgumentException>(() => ContactSheet.Png([(new byte[3], "")], settings, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ContactSheet.Png([(new byte[300], "")], settings, 0));
    }

    private static byte[] Flat(DecodeSettings settings, int grey)
    {
        if (settings.PixelType == PixelType.UInt16)
            return MemoryMarshal.AsBytes(Enumerable.Repeat((ushort)(grey * 257), settings.RowBytes / 2).ToArray().AsSpan()).ToArray();
        return [.. Enumerable.Repeat((byte)grey, settings.RowBytes)];
    }

    private static byte[] Decode(byte[] png, out ImageHeader header)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["sheet.png"], png);
        header = ImageDecoder.Probe(folder["sheet.png"]);
        return Fixture.Decode(folder["sheet.png"], new DecodeSettings(header.Height, header.Width, 1));
    }
}
