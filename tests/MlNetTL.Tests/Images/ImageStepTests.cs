using System.Runtime.InteropServices;
using System.Text.Json;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>The steps beside what NumPy, SciPy, Pillow and OpenCV compute (Fixtures/steps/make.py).</summary>
[TestClass]
public sealed class ImageStepTests
{
    private static readonly LocalMeanSubtraction s_everywhere = new(6, 0.1, 0);

    [TestMethod]
    public void TheDiscIsFoundScaledAndCutOut()
    {
        AssertStep("fundus", "discCrop", new DiscCrop(40), 80, 80, 3);
        AssertStep("fundus16", "discCrop", new DiscCrop(70), 140, 140, 3, PixelType.UInt16);
    }

    [TestMethod]
    public void TheLocalMeanIsTakenFromColoursAndGreyAtBothDepths()
    {
        AssertStep("fundus", "localMean", new LocalMeanSubtraction(), 96, 131, 3);
        AssertStep("fundus16", "localMean", new LocalMeanSubtraction(), 96, 131, 3, PixelType.UInt16);
        AssertStep("cropped", "localMean", new LocalMeanSubtraction(KeptRadius: 0.95), 80, 80, 3);
        AssertStep("chest", "localMean", s_everywhere, 101, 78, 1, PixelType.UInt16);
    }

    [TestMethod]
    public void WhereTheCameraCutTheDiscOffNoEdgeIsMade()
    {
        var cropped = Steps("fundus", 80, 80, new DiscCrop(40));
        Assert.IsTrue(cropped[..(80 * 2)].All(value => value == 0), "The disc of this image is cut off above.");
        var pixels = Steps("fundus", 80, 80, new DiscCrop(40), new LocalMeanSubtraction(KeptRadius: 0.95));
        var deviations = pixels.Where((_, i) => i % 80 is > 30 and < 50).Select(value => Math.Abs(value - 128)).ToArray();
        Assert.IsLessThan(90, deviations.Max(), "An edge to black would reach the end of the range, 127.");
        Assert.IsGreaterThan(10, deviations.Max());
    }

    [TestMethod]
    public void TwelveBitsFillTheRangeBetweenTheirPercentiles()
    {
        AssertStep("chest", "percentileWindow", new PercentileWindow(0.5, 99.5), 101, 78, 1, PixelType.UInt16);
        AssertStep("fundus", "percentileWindow", new PercentileWindow(2, 97), 96, 131, 3);
    }

    [TestMethod]
    public void FramesAreCutOffAtBothDepths()
    {
        AssertStep("framed", "borderRemoval", new BorderRemoval(0.04, 0.98), 50, 50, 3, most: 0);
        AssertStep("framed16", "borderRemoval", new BorderRemoval(0.04, 0.98), 101, 78, 1, PixelType.UInt16, most: 0);
    }

    [TestMethod]
    public void ClaheIsOpenCvsOnGreyAndOnTheLumaOfColours()
    {
        AssertStep("grey", "clahe", new Clahe(3, 5), 96, 131, 1);
        AssertStep("fundus", "clahe", new Clahe(), 96, 131, 3);
        AssertStep("chest16", "clahe", new Clahe(2.5, 4), 101, 78, 1, PixelType.UInt16, expected: "chest");
    }

    [TestMethod]
    public void TwelveBitsKeepTheirLevelsWhenTheDepthIsReducedAfterTheWindow()
    {
        var plain = Fixture.Decode(PathOf("chest"), new DecodeSettings(101, 78, 1));
        var windowed = Fixture.Decode(PathOf("chest"), new DecodeSettings(101, 78, 1, Preprocess: ImagePreprocessing.Of(new PercentileWindow())));
        Assert.IsLessThan(17, plain.Distinct().Count(), "4,096 of 65,536 levels are 16 of 256.");
        Assert.IsGreaterThan(200, windowed.Distinct().Count());
    }

    [TestMethod]
    public void StepsAreTakenInTheirOrder()
    {
        var there = Steps("fundus", 60, 60, new DiscCrop(30), new LocalMeanSubtraction());
        var back = Steps("fundus", 60, 60, new LocalMeanSubtraction(), new DiscCrop(30));
        CollectionAssert.AreNotEqual(there, back);
        var cropped = Raster.Of<byte>(Interleaved(Steps("fundus", 60, 60, new DiscCrop(30)), 3), 60, 60, 3);
        CollectionAssert.AreEqual(there, Planes(new LocalMeanSubtraction().Apply(cropped)));
    }

    [TestMethod]
    public void BandsOfAnyNumberGoThroughEachByItself()
    {
        var bands = Fixture.Path("bands4.tif");
        foreach (var step in new ImageStep[] { new LocalMeanSubtraction(4, 0.3, 0), new PercentileWindow(5, 95), new Clahe(2, 2) })
        {
            var together = Words(Fixture.Decode(bands, new DecodeSettings(8, 10, 4, PixelType.UInt16, Preprocess: ImagePreprocessing.Of(step))));
            var plain = Words(Fixture.Decode(bands, new DecodeSettings(8, 10, 4, PixelType.UInt16)));
            for (var band = 0; band < 4; band++)
            {
                var alone = step.Apply(Raster.Of<ushort>(plain.AsSpan(band * 80, 80), 8, 10, 1)).Values;
                CollectionAssert.AreEqual(alone, together[(band * 80)..((band + 1) * 80)], $"{step}, band {band}");
            }
        }
    }

    [TestMethod]
    public void AnImageThatShowsNothingStaysAsItIs()
    {
        foreach (var value in new byte[] { 0, 90, 255 })
            foreach (var step in ImageSteps.All.Rows.Select(row => row.Default).Where(step => step is not (LocalMeanSubtraction or Clahe)))
            {
                var before = Enumerable.Repeat(value, 40 * 50 * 3).ToArray();
                var after = step.Apply(Raster.Of<byte>(before, 40, 50, 3));
                if (step is DiscCrop && value > 0) continue;
                CollectionAssert.AreEqual(before, after.ToBytes(), $"{step} of {value}");
            }
    }

    [TestMethod]
    public void ImagesOfOnePixelGoThroughEveryStep()
    {
        foreach (var row in ImageSteps.All.Rows)
            foreach (var (height, width) in new[] { (1, 1), (1, 40), (17, 2) })
            {
                var after = row.Default.Apply(Raster.Of<byte>(Enumerable.Range(0, height * width).Select(i => (byte)(i * 7)).ToArray(), height, width, 1));
                Assert.AreEqual(after.Height * after.Width, after.Values.Length);
            }
    }

    [TestMethod]
    public void EveryParameterOutOfRangeIsNamedAtOnce()
    {
        var settings = new DecodeSettings(0, 8, Preprocess: ImagePreprocessing.Of(new DiscCrop(3), new LocalMeanSubtraction(-1, 2, 7), new Clahe(0, 99), new PercentileWindow(60, 40),
            new BorderRemoval(0.7, 0.2)));
        var error = Assert.ThrowsExactly<ArgumentException>(settings.Validate);
        foreach (var word in new[] { "Height", "Radius", "Gain", "Sigma", "KeptRadius", "ClipLimit", "Tiles", "Low of", "Tolerance", "Share" }) Assert.Contains(word, error.Message);
    }

    [TestMethod]
    public void ParametersThatAreNoNumbersAreRefused()
    {
        foreach (var step in new ImageStep[] { new LocalMeanSubtraction(double.NaN), new Clahe(double.NaN), new PercentileWindow(double.NaN), new BorderRemoval(double.NaN) })
            Assert.IsNotEmpty(step.Problems(), step.ToString());
    }

    [TestMethod]
    public void StepsNameTheStoreAndEqualOnesAreEqual()
    {
        DecodeSettings With(params ImageStep[] steps) => new(8, 8, Preprocess: ImagePreprocessing.Of(steps));
        Assert.AreEqual(With(new DiscCrop(40), new Clahe()), With(new DiscCrop(40), new Clahe()));
        var names = new[] { new DecodeSettings(8, 8), With(new DiscCrop(40)), With(new DiscCrop(41)), With(new Clahe(), new DiscCrop(40)), With(new DiscCrop(40), new Clahe()) }
            .Select(settings => settings.Fingerprint).ToArray();
        Assert.HasCount(names.Length, names.Distinct());
        Assert.DoesNotContain("steps", names[0], "Stores without steps keep their name.");
    }

    [TestMethod]
    public void StepsComeBackFromJson()
    {
        var all = new ImagePreprocessing([.. ImageSteps.All.Rows.Select(row => row.Default)]);
        Assert.AreEqual(all, JsonSerializer.Deserialize<ImagePreprocessing>(JsonSerializer.Serialize(all)));
        foreach (var row in ImageSteps.All.Rows) Assert.Contains($"\"kind\":\"{row.Kind}\"", JsonSerializer.Serialize(row.Default));
    }

    [TestMethod]
    public void BandsInSeveralFilesAreNotCutEachInItsOwnWay()
    {
        var path = BandFiles.Join([Fixture.Path("grey.jpg"), Fixture.Path("grey.jpg")]);
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => Fixture.Decode(path, new DecodeSettings(20, 30, 2, Preprocess: ImagePreprocessing.Of(new BorderRemoval()))));
        Assert.Contains(nameof(BorderRemoval), error.Message);
        Fixture.Decode(path, new DecodeSettings(20, 30, 2, Preprocess: ImagePreprocessing.Of(new Clahe())));
    }

    private static void AssertStep(
        string image, string kind, ImageStep step, int height, int width, int channels, PixelType type = PixelType.Byte, int most = 1, string? expected = null)
    {
        Assert.AreEqual(step.GetType(), ImageSteps.All[kind].Default.GetType());
        var pixels = Fixture.Decode(PathOf(image), new DecodeSettings(height, width, channels, type, Preprocess: ImagePreprocessing.Of(step)));
        var reference = Fixture.Bytes($"steps/{expected ?? image}.{kind}.raw");
        var (wanted, found) = type == PixelType.Byte ? (reference.Select(v => (int)v), pixels.Select(v => (int)v)) : (Words(reference).Select(v => (int)v), Words(pixels).Select(v => (int)v));
        var differences = wanted.Zip(found, (a, b) => Math.Abs(a - b)).ToArray();
        Assert.HasCount(reference.Length, pixels);
        Assert.IsLessThanOrEqualTo(most, differences.Max());
        Assert.IsLessThanOrEqualTo(0.02, differences.Average());
    }

    private static byte[] Steps(string image, int height, int width, params ImageStep[] steps) =>
        Fixture.Decode(PathOf(image), new DecodeSettings(height, width, Preprocess: ImagePreprocessing.Of(steps)));

    private static byte[] Interleaved(byte[] planes, int channels) =>
        [.. Enumerable.Range(0, planes.Length).Select(i => planes[i % channels * (planes.Length / channels) + i / channels])];

    private static byte[] Planes(Raster image)
    {
        var plane = image.Height * image.Width;
        return [.. Enumerable.Range(0, image.Values.Length).Select(i => (byte)image.Values[i % plane * image.Channels + i / plane])];
    }

    private static string PathOf(string image) => Fixture.Path($"steps/{image}.png");

    private static ushort[] Words(byte[] bytes) => MemoryMarshal.Cast<byte, ushort>(bytes).ToArray();
}
