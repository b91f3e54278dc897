using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>Files written by pydicom and dcmtk, beside what these read in them (Fixtures/dicom/make.py). The image is 37 x 45, of 12 bits.</summary>
[TestClass]
public sealed class DicomTests
{
    [TestMethod]
    [DataRow("window"), DataRow("range"), DataRow("inverse"), DataRow("exact"), DataRow("sigmoid"), DataRow("signed"), DataRow("signed12"), DataRow("negative_slope"), DataRow("high_bit")]
    [DataRow("frames"), DataRow("implicit"), DataRow("big"), DataRow("deflated"), DataRow("undefined"), DataRow("implicit_undefined"), DataRow("bare"), DataRow("bare_implicit")]
    [DataRow("rle"), DataRow("rle_frames"), DataRow("lossless"), DataRow("lossless_frames"), DataRow("lossless_fragments"), DataRow("lossless_signed")]
    [DataRow("process14_1"), DataRow("process14_2"), DataRow("process14_3"), DataRow("process14_4"), DataRow("process14_5"), DataRow("process14_6"), DataRow("process14_7")]
    public void SixteenBitsAreWhatPydicomReads(string name)
    {
        var differences = Fixture.Words($"dicom/{name}.raw").Zip(Words(name), (a, b) => Math.Abs(a - b)).ToArray();
        Assert.HasCount(37 * 45, differences);
        Assert.IsLessThanOrEqualTo(1, differences.Max());
    }

    [TestMethod]
    [DataRow("eight", 1, 0), DataRow("big_eight", 1, 0), DataRow("rgb", 3, 0), DataRow("planar", 3, 0), DataRow("ybr", 3, 1), DataRow("rle_rgb", 3, 0), DataRow("lossless_rgb", 3, 0)]
    [DataRow("baseline", 1, 1), DataRow("extended", 1, 1), DataRow("baseline_rgb", 3, 1)]
    public void EightBitsAreWhatPydicomReads(string name, int channels, int most)
    {
        var pixels = Fixture.Decode(PathOf(name), new DecodeSettings(37, 45, channels));
        Fixture.AssertNear(Fixture.Bytes($"dicom/{name}.raw"), pixels, most, mean: 0.4);
    }

    [TestMethod]
    public void ColoursOfHalfTheResolutionAreThoseOfJpeg() =>
        Fixture.AssertNear(Fixture.Bytes("dicom/baseline_ybr.raw"), Fixture.Decode(PathOf("baseline_ybr"), new DecodeSettings(37, 45, 3)), most: 24, mean: 3);

    [TestMethod]
    public void APaletteStandsForItsColours()
    {
        CollectionAssert.AreEqual(Fixture.Bytes("dicom/palette.raw"), Fixture.Decode(PathOf("palette"), new DecodeSettings(37, 45, 3)));
        var wide = MemoryMarshal.Cast<byte, ushort>(Fixture.Decode(PathOf("palette16"), new DecodeSettings(37, 45, 3, PixelType.UInt16))).ToArray();
        CollectionAssert.AreEqual(Fixture.Words("dicom/palette16.raw"), wide);
    }

    [TestMethod]
    public void FilesInMemoryAreRead()
    {
        var pixels = new byte[37 * 45 * 2];
        ImageDecoder.DecodeBytes(Fixture.Bytes("dicom/lossless.dcm"), new DecodeSettings(37, 45, 1, PixelType.UInt16), pixels);
        CollectionAssert.AreEqual(Words("lossless"), MemoryMarshal.Cast<byte, ushort>(pixels).ToArray());
    }

    [TestMethod]
    [DataRow("window", 1, 16), DataRow("rgb", 3, 8), DataRow("palette", 3, 8), DataRow("palette16", 3, 16), DataRow("lossless", 1, 16), DataRow("bare_implicit", 1, 16)]
    public void TheHeaderIsReadWithoutItsPixels(string name, int bands, int bits) =>
        Assert.AreEqual(new ImageHeader("DICOM", 45, 37, bands, bits, 1), ImageDecoder.Probe(PathOf(name)));

    [TestMethod]
    public void TheHeaderTellsOfThePatient()
    {
        var expected = new DicomHeader("P-0017", "1.2.826.0.1.3680043.17", "DX", "PA", "F", "058Y", "MONOCHROME2", "JPEG Lossless SV1", 37, 45, 12, 1);
        Assert.AreEqual(expected, DicomHeader.Read(PathOf("lossless")));
        Assert.AreEqual(3, DicomHeader.Read(PathOf("frames")).Frames);
        Assert.AreEqual(58, expected.AgeInYears);
        Assert.AreEqual(1.5, (expected with { PatientAge = "018M" }).AgeInYears, 1e-6);
        Assert.AreEqual(2, (expected with { PatientAge = "104W" }).AgeInYears, 0.01);
        Assert.IsTrue(float.IsNaN((expected with { PatientAge = "old" }).AgeInYears));
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => DicomHeader.Read(Fixture.Path("grey.jpg")));
        Assert.Contains("JPEG", error.Message);
    }

    [TestMethod]
    public void WhatHoldsNoImageSaysSo()
    {
        foreach (var file in new[] { "report.dcm", "DICOMDIR" })
            Assert.Contains("holds no image", Assert.ThrowsExactly<UnreadableImageException>(() => Fixture.Decode(Fixture.Path($"dicom/{file}"), new DecodeSettings(9, 9, 1))).Message);
    }

    [TestMethod]
    public void ACompressionThatIsNotReadIsNamedWithAWayOut()
    {
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => Words("extended12"));
        Assert.Contains("12 bits", error.Message);
        Assert.Contains("dcmdjpeg", error.Message);
        var code = Patched("lossless", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80");
        Assert.Contains("JPEG-LS", Assert.ThrowsExactly<UnreadableImageException>(() => Decode(code)).Message);
    }

    [TestMethod]
    public void Jpeg2000IsReadWhereLibvipsHasItAndNamedWhereNot()
    {
        try
        {
            CollectionAssert.AreEqual(Fixture.Bytes("dicom/jpeg2000.raw"), Fixture.Decode(PathOf("jpeg2000"), new DecodeSettings(37, 45, 1)));
        }
        catch (UnreadableImageException error)
        {
            Assert.Contains("JPEG 2000", error.Message);
            Assert.Inconclusive($"Skipped: {error.Message}");
        }
    }

    [TestMethod]
    public void RegionsAreCutOutOfDicomFilesAsWell()
    {
        var region = MemoryMarshal.Cast<byte, ushort>(Fixture.Decode(PathOf("lossless") + "#xywh=10,5,20,12", new DecodeSettings(12, 20, 1, PixelType.UInt16))).ToArray();
        var whole = Words("lossless");
        CollectionAssert.AreEqual(Enumerable.Range(0, 240).Select(i => whole[(5 + i / 20) * 45 + 10 + i % 20]).ToArray(), region);
    }

    [TestMethod]
    public void DepthIsReducedOnlyAtTheEnd()
    {
        var bytes = Fixture.Decode(PathOf("window"), new DecodeSettings(37, 45, 1));
        CollectionAssert.AreEqual(Words("window").Select(v => (byte)((v + 128) / 257)).ToArray(), bytes);
    }

    internal static byte[] Decode(byte[] file)
    {
        var pixels = new byte[37 * 45];
        ImageDecoder.DecodeBytes(file, new DecodeSettings(37, 45, 1), pixels);
        return pixels;
    }

    private static byte[] Patched(string name, string from, string to)
    {
        var file = Fixture.Bytes($"dicom/{name}.dcm");
        var at = file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(from));
        System.Text.Encoding.ASCII.GetBytes(to).CopyTo(file, at);
        return file;
    }

    private static ushort[] Words(string name) =>
        MemoryMarshal.Cast<byte, ushort>(Fixture.Decode(PathOf(name), new DecodeSettings(37, 45, 1, PixelType.UInt16))).ToArray();

    private static string PathOf(string name) => Fixture.Path($"dicom/{name}.dcm");
}
