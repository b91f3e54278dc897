using System.Text.Json.Nodes;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>The figures beside those of SciPy and NumPy (Fixtures/quality/make.py).</summary>
[TestClass]
public sealed class ImageQualityTests
{
    [TestMethod]
    public void TheFiguresAreSciPys()
    {
        foreach (var (name, expected) in JsonNode.Parse(File.ReadAllText(Fixture.Path("quality/quality.json")))!.AsObject())
        {
            var header = ImageDecoder.Probe(Fixture.Path(name));
            var type = header.Bits == 16 ? PixelType.UInt16 : PixelType.Byte;
            var pixels = Fixture.Decode(Fixture.Path(name), new DecodeSettings(header.Height, header.Width, header.Bands, type));
            var found = ImageQuality.Of(pixels, new(header.Bands, header.Height, header.Width, type));
            double Expected(int i) => expected![i]!.GetValue<double>();
            Assert.AreEqual(Expected(0), found.Focus, 1e-5 * Expected(0) + 1e-9, name);
            Assert.AreEqual(Expected(1), found.Exposure, 1e-6, name);
            Assert.AreEqual(Expected(2), found.Clipped, 1e-9, name);
            Assert.AreEqual(Expected(3), found.DiscCoverage, 1e-9, name);
            Assert.AreEqual(expected![4]!.GetValue<bool>(), found.IsBlank, name);
        }
    }

    [TestMethod]
    public void BlurLowersFocus()
    {
        var sharp = Fixture.Decode("noise.png", 47, 61, 1);
        var layout = new ImageLayout(1, 47, 61);
        var focus = new List<double> { ImageQuality.Of(sharp, layout).Focus };
        foreach (var sigma in new[] { 0.6, 1, 2 })
            focus.Add(ImageQuality.Of(GaussianBlur.Apply(Raster.Of<byte>(sharp, 47, 61, 1), sigma).Select(value => (byte)value).ToArray(), layout).Focus);
        for (var i = 1; i < focus.Count; i++) Assert.IsLessThan(focus[i - 1] / 2, focus[i]);
    }

    [TestMethod]
    public void LimitsAreTheMedianAndRobustDeviations()
    {
        var images = new[] { 10.0, 100, 1000, 100, 1000 }.Select((focus, i) => new ImageQuality(focus, 0.4 + 0.05 * i, 0, 0.8, false)).Append(new(0, 0, 0, 0, true)).ToArray();
        var limits = ImageQualityLimits.Fit(images, spread: 1);
        // Of the logarithms 1, 2, 2, 3, 3 the median is 2 and the median deviation 1; of 0.4 to 0.6 they are 0.5 and 0.05. The blank image takes no part.
        Assert.AreEqual(Math.Pow(10, 2 - 1.4826), limits.MinimumFocus!.Value, 1e-9);
        Assert.AreEqual(0.5 - 1.4826 * 0.05, limits.MinimumExposure!.Value, 1e-9);
        Assert.AreEqual(0.5 + 1.4826 * 0.05, limits.MaximumExposure!.Value, 1e-9);
        Assert.IsNull(limits.MinimumDiscCoverage, "All have the same.");
        Assert.IsNull(limits.MaximumClipped);
        Assert.ThrowsExactly<ArgumentException>(() => ImageQualityLimits.Fit(images, 0));
    }

    [TestMethod]
    public void EveryReasonIsNamed()
    {
        var limits = new ImageQualityLimits(10, 0.3, 0.7, 0.1, 0.5);
        Assert.IsEmpty(limits.ReasonsAgainst(new(10, 0.5, 0.1, 0.5, false)));
        CollectionAssert.AreEqual(
            new[] { "it is blank", "focus 1 is below 10", "exposure 0.2 is below 0.3", "clipped share 0.2 is above 0.1", "disc coverage 0.25 is below 0.5" },
            limits.ReasonsAgainst(new(1, 0.2, 0.2, 0.25, true)).ToArray());
        CollectionAssert.AreEqual(new[] { "exposure 0.9 is above 0.7" }, limits.ReasonsAgainst(new(99, 0.9, 0, 1, false)).ToArray());
        Assert.HasCount(4, new ImageQualityLimits(-1, 2, 1.5, 0, double.NaN).Problems().Where(problem => !problem.Contains("above MaximumExposure")).ToArray());
    }

    [TestMethod]
    public void PixelsOfAnotherSizeAreRefused() => Assert.ThrowsExactly<ArgumentException>(() => ImageQuality.Of(new byte[5], new(1, 2, 3)));
}
