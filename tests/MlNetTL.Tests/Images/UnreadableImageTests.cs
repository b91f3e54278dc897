using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class UnreadableImageTests
{
    private static readonly DecodeSettings s_settings = new(16, 16);

    [TestMethod]
    public void AMissingFileAndAFolderAreNamed()
    {
        using var folder = new TemporaryFolder();
        AssertUnreadable(folder["none.png"], "there is no such file.");
        AssertUnreadable(folder["no/such/folder.png"], "there is no such file.");
        AssertUnreadable(folder.Path, "it is a folder, not an image file.");
    }

    [TestMethod]
    [DataRow("", "the file is empty.")]
    [DataRow("hello", "it is not a JPEG, PNG, TIFF, WebP, GIF or DICOM file. Its first bytes are 68 65 6C 6C 6F.")]
    [DataRow("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "it is not a JPEG, PNG")]
    [DataRow("%PDF-1.7", "it is not a JPEG, PNG")]
    [DataRow("P2 2 2 255 1 2 3 4", "it is not a JPEG, PNG")]
    public void OtherFormatsAreRefusedByTheirFirstBytesWhateverTheirName(string content, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["image.png"], content);
        AssertUnreadable(folder["image.png"], reason);
    }

    [TestMethod]
    [DataRow("photo.jpg", 0.5, "its JPEG data are damaged or end too early.")]
    [DataRow("photo.jpg", 0.98, "its JPEG data are damaged or end too early.")]
    [DataRow("photo.jpg", 0.02, "its JPEG data are damaged or end too early.")]
    [DataRow("turned6.jpg", 0.9, "its JPEG data are damaged or end too early.")]
    [DataRow("noise.png", 0.5, "its PNG data are damaged or end too early.")]
    [DataRow("rgb.tif", 0.5, "its TIFF data are damaged or end too early.")]
    public void FilesThatEndTooEarlyAreRefused(string name, double kept, string reason)
    {
        using var folder = new TemporaryFolder();
        var bytes = Fixture.Bytes(name);
        File.WriteAllBytes(folder["cut"], bytes[..(int)(bytes.Length * kept)]);
        AssertUnreadable(folder["cut"], reason);
    }

    [TestMethod]
    public void BytesAfterTheEndOfAnImageDoNoHarm()
    {
        byte[] pixels = new byte[s_settings.RowBytes], expected = Fixture.Decode(Fixture.Path("photo.jpg"), s_settings);
        ImageDecoder.DecodeBytes((byte[])[.. Fixture.Bytes("photo.jpg"), 0, 0, 1, 2, 3, 0xFF], s_settings, pixels);
        CollectionAssert.AreEqual(expected, pixels);
    }

    [TestMethod]
    public void ABombIsRefusedByItsHeader()
    {
        var before = GC.GetTotalAllocatedBytes();
        AssertUnreadable(Fixture.Path("bomb.png"),
            "its header says 20000 x 20000 pixels of 3 band(s); the limit is 100,000,000 pixels. " +
            "If the file is genuine, raise ImageDecoder.MaxPixels or set MLNETTL_MAX_PIXELS.");
        Assert.IsLessThan(1_000_000, GC.GetTotalAllocatedBytes() - before);
    }

    [TestMethod]
    public void TheLimitCanBeSet()
    {
        var limit = ImageDecoder.MaxPixels;
        try
        {
            ImageDecoder.MaxPixels = 100;
            AssertUnreadable(Fixture.Path("grey1.png"), "its header says 13 x 9 pixels of 1 band(s); the limit is 100 pixels.");
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageDecoder.MaxPixels = 0);
        }
        finally
        {
            ImageDecoder.MaxPixels = limit;
        }
    }

    [TestMethod]
    public void BandsThatDoNotFitAndOtherTypesAreNamed()
    {
        AssertUnreadable(Fixture.Path("bands4.tif"), "it has 4 bands, which do not make 3 channel(s). Set Channels to 4.");
        AssertUnreadable(Fixture.Path("float.tif"), "its values are of the type 'Float'; unsigned values of 8 or 16 bits are read.");
    }

    [TestMethod]
    public void EveryWrongSettingIsNamedAtOnce()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ImageDecoder.DecodeFile("x", new DecodeSettings(0, 20_000, 65, (PixelType)9, (ResizeMode)9), []));
        Assert.AreEqual("Height must be 1 to 16384. Received: 0. Width must be 1 to 16384. Received: 20000. Channels must be 1 to 64. Received: 65. " +
            "PixelType must be Byte or UInt16. Received: 9. Resize must be Stretch, Crop or Pad. Received: 9.", error.Message);
        Assert.HasCount(1, new DecodeSettings(16_384, 16_384, 8).Problems());
        Assert.ThrowsExactly<ArgumentException>(() => ImageDecoder.DecodeFile("x", s_settings, new byte[5]));
    }

    private static void AssertUnreadable(string path, string reason)
    {
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => ImageDecoder.DecodeFile(path, s_settings, new byte[s_settings.RowBytes]));
        Assert.AreEqual(path, error.Path);
        Assert.StartsWith(reason, error.Reason);
        Assert.AreEqual($"Cannot read the image '{path}': {error.Reason}", error.Message);
    }
}
