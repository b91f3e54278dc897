using MlNetTL.Foundation;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Transforms;

/// <summary>How parameters are drawn, beside as many draws of torchvision's get_params (Fixtures/augmentations.py): the two-sample chi-squared statistic over their bins.</summary>
[TestClass]
public sealed class AugmentationDrawingTests
{
    private const double Range = 1000;

    [TestMethod]
    public void ResizedCrops()
    {
        AssertLikeTorchvision("resizedCrop", Parts(new RandomResizedCrop(), 60, 80));
        AssertLikeTorchvision("resizedCropFallingBack", Parts(new RandomResizedCrop(MinimumScale: 0.5), 20, 120));
        // Another range is told apart by the same draws.
        Assert.IsGreaterThan(100, Excess("resizedCrop", "width", [.. Parts(new RandomResizedCrop(MinimumScale: 0.2), 60, 80).Width]));
        Assert.IsGreaterThan(100, Excess("resizedCrop", "width", [.. Parts(new RandomResizedCrop(MinimumAspect: 0.5), 60, 80).Width]));
    }

    [TestMethod]
    public void Erasing()
    {
        var step = new RandomErasing();
        var parts = Randoms().Select(random => step.DrawPart(ref random, 60, 80)!.Value).ToArray();
        AssertLikeTorchvision("erase", (Of(parts, part => part.Top), Of(parts, part => part.Left), Of(parts, part => part.Height), Of(parts, part => part.Width)));
    }

    [TestMethod]
    public void AffineMaps()
    {
        var step = new RandomAffine(MaximumDegrees: 10, MaximumTranslation: 0.1, MinimumScale: 0.8, MaximumScale: 1.3, MaximumShear: 6);
        var moves = Randoms().Select(random => step.Draw(ref random, 60, 80)).ToArray();
        // The parameters, told from the matrix by the inverse of T R S shear: its second row is (-sin, cos) / scale.
        AssertLikeTorchvision("affine", "degrees", Of(moves, move => Math.Atan2(-move.D, move.E) * 180 / Math.PI));
        AssertLikeTorchvision("affine", "scale", Of(moves, move => 1 / Math.Sqrt(move.D * move.D + move.E * move.E)));
        AssertLikeTorchvision("affine", "shear", Of(moves, move => Math.Atan((move.A * move.D + move.B * move.E) / (move.D * move.D + move.E * move.E)) * 180 / Math.PI));
        AssertLikeTorchvision("affine", "x", Of(moves, move => Math.Round(-(move.E * move.C - move.B * move.F) / (move.A * move.E - move.B * move.D), 6)));
        AssertLikeTorchvision("affine", "y", Of(moves, move => Math.Round(-(move.A * move.F - move.D * move.C) / (move.A * move.E - move.B * move.D), 6)));
        var half = Randoms().Select(random => new RandomAffine(Probability: 0.5).Draw(ref random, 60, 80)).ToArray();
        Assert.AreEqual(0.5, half.Count(move => move.IsExact) / (double)half.Length, 4 * 0.5 / Math.Sqrt(half.Length));
    }

    [TestMethod]
    public void Rotations() => AssertLikeTorchvision("rotate", "degrees", Of([.. Randoms().Select(random => new RandomRotation().Draw(ref random, 60, 80))], move => Math.Atan2(move.D, move.A) * 180 / Math.PI));

    [TestMethod]
    public void FactorsOfColourChanges()
    {
        // Told from what becomes of two pixels.
        AssertLikeTorchvision("jitter", "brightness", [.. Changed(new RandomBrightness(0.2)).Select(pixels => pixels[0] / 100.0)]);
        AssertLikeTorchvision("jitter", "contrast", [.. Changed(new RandomContrast(0.4), right: 200).Select(pixels => (pixels[1] - pixels[0]) / 100.0)]);
        AssertLikeTorchvision("jitter", "saturation", [.. Changed(new RandomSaturation(1.5), green: 0, blue: 0).Select(pixels => (pixels[0] / 100.0 - 0.2989) / (1 - 0.2989))]);
        AssertLikeTorchvision("jitter", "hue", [.. Changed(new RandomHue(0.1), green: 0, blue: 0).Select(pixels => (pixels[2] - pixels[4]) / 600.0)]);
        Assert.IsGreaterThan(100, Excess("jitter", "brightness", [.. Changed(new RandomBrightness(0.15)).Select(pixels => pixels[0] / 100.0)]));
    }

    [TestMethod]
    public void WidthsOfBlurs()
    {
        using var scope = NewDisposeScope();
        var spots = zeros(AugmentationFixture.Draws, 1, 9, 9);
        spots[.., .., 4, 4] = 1;
        var middles = Values(new AugmentationPolicy([new RandomBlur(9, MinimumSigma: 0.4, Probability: 1)]).Apply(spots, 1, 1, Rows(), 1)[.., .., 4, 4]);
        AssertLikeTorchvision("blur", "sigma", [.. middles.Select(SigmaOf)]);

        // The value in the middle, the square of the largest weight, falls with sigma.
        static double SigmaOf(float middle)
        {
            var (low, high) = (0.05, 2.5);
            for (var i = 0; i < 40; i++)
            {
                var sigma = (low + high) / 2;
                var value = Math.Pow(Enumerable.Range(-4, 9).Sum(x => Math.Exp(-x * x / (2 * sigma * sigma))), -2);
                (low, high) = value > middle ? (sigma, high) : (low, sigma);
            }
            return low;
        }
    }

    [TestMethod]
    public void NoiseIsNormalAndErasingNoiseUniform()
    {
        using var scope = NewDisposeScope();
        var noise = Values(new AugmentationPolicy([new RandomNoise(0.02, Probability: 1)]).Apply(full([8, 1, 60, 80], 500f), 1, 1, Rows(8), Range)).Select(value => (value - 500) / 20.0).ToArray();
        Assert.AreEqual(0, noise.Average(), 4 / Math.Sqrt(noise.Length));
        Assert.AreEqual(1, noise.Average(value => value * value), 4 * Math.Sqrt(2.0 / noise.Length));
        Assert.AreEqual(3, noise.Average(value => Math.Pow(value, 4)), 4 * Math.Sqrt(96.0 / noise.Length));
        // Other rows have other noise.
        Assert.AreEqual(0, Enumerable.Range(0, 4800).Average(i => noise[i] * noise[4800 + i]), 4 / Math.Sqrt(4800));

        var covered = Values(new AugmentationPolicy([new RandomErasing(0.5, 0.5, 1, 1, ErasingFill.Noise, 1)]).Apply(full([1, 1, 100, 100], -1f), 1, 1, Rows(1), Range)).Where(value => value >= 0).ToArray();
        Assert.IsGreaterThan(4900, covered.Length);
        Assert.AreEqual(500, covered.Average(), 4 * 1000 / Math.Sqrt(12.0 * covered.Length));
        Assert.AreEqual(1000 * 1000 / 3.0, covered.Average(value => (double)value * value), 4 * 1e6 * Math.Sqrt(4.0 / 45 / covered.Length));
    }

    [TestMethod]
    public void ErasingByTheMeanTakesEachChannelsMean()
    {
        using var scope = NewDisposeScope();
        var image = cat([full([1, 1, 10, 10], 10f), full([1, 1, 10, 10], 70f)], 1);
        image[0, 0, .., ..5] = 20;
        RandomErasing.Cover(image, new(2, 1, 3, 9), ErasingFill.Mean, 1, 255);
        CollectionAssert.AreEqual(Enumerable.Repeat(15f, 27).Concat(Enumerable.Repeat(70f, 27)).ToArray(), Values(image[.., .., 2..5, 1..10]));
        Assert.AreEqual(20f, image[0, 0, 0, 0].item<float>());
    }

    [TestMethod]
    public void BandsAreDroppedAtTheirRateAndNeverAll()
    {
        var step = new BandDropout(0.3);
        var kept = Randoms().Select(random => step.Kept(random, 4)).ToArray();
        Assert.IsTrue(kept.All(bands => bands.Contains(true)));
        // Each band: dropped at the rate, but for the quarter of the times that all would be and it is the one that stays.
        var expected = 0.3 - Math.Pow(0.3, 4) / 4;
        for (var band = 0; band < 4; band++) Assert.AreEqual(expected, kept.Count(bands => !bands[band]) / (double)kept.Length, 4 * Math.Sqrt(expected * (1 - expected) / kept.Length));
        var (first, second) = (kept.Count(bands => !bands[0]), kept.Count(bands => !bands[0] && !bands[1]));
        Assert.AreEqual(expected, second / (double)first, 4 * Math.Sqrt(expected / first));
        var last = Randoms().Select(random => new BandDropout(0.999).Kept(random, 4)).ToArray();
        for (var band = 0; band < 4; band++) Assert.AreEqual(0.25, last.Count(bands => bands[band]) / (double)last.Length, 0.03);
    }

    [TestMethod]
    public void StepsHappenAsOftenAsTheirProbability()
    {
        using var scope = NewDisposeScope();
        var policy = new AugmentationPolicy([new RandomGamma(2, 2, Probability: 0.3)]);
        var changed = Values(policy.Apply(full([AugmentationFixture.Draws, 1, 1, 1], 100f), 1, 1, Rows(), 200)).Count(value => value == 50);
        Assert.AreEqual(0.3, changed / (double)AugmentationFixture.Draws, 4 * Math.Sqrt(0.21 / AugmentationFixture.Draws));
    }

    // Two pixels side by side, red, green and blue of the left one and of the right one.
    private static IEnumerable<float[]> Changed(Augmentation step, float right = 100, float green = 100, float blue = 100)
    {
        using var scope = NewDisposeScope();
        var one = tensor([100f, right, green, green == 0 ? 0 : right, blue, blue == 0 ? 0 : right], [1, 3, 1, 2]);
        return Values(new AugmentationPolicy([step]).Apply(one.expand(AugmentationFixture.Draws, 3, 1, 2), 1, 1, Rows(), Range)).Chunk(6).ToArray();
    }

    private static (double[] Top, double[] Left, double[] Height, double[] Width) Parts(RandomResizedCrop step, int height, int width)
    {
        var parts = Randoms().Select(random => step.DrawPart(ref random, height, width)).ToArray();
        return (Of(parts, part => part.Top), Of(parts, part => part.Left), Of(parts, part => part.Height), Of(parts, part => part.Width));
    }

    private static void AssertLikeTorchvision(string function, (double[] Top, double[] Left, double[] Height, double[] Width) parts)
    {
        foreach (var (number, draws) in new[] { ("top", parts.Top), ("left", parts.Left), ("height", parts.Height), ("width", parts.Width) }) AssertLikeTorchvision(function, number, draws);
    }

    private static void AssertLikeTorchvision(string function, string number, double[] draws) => Assert.IsLessThan(0, Excess(function, number, draws), $"{function}, {number}");

    /// <summary>How far chi-squared lies above the value that one of 1,000 such pairs of samples exceeds (Wilson and Hilferty's approximation).</summary>
    private static double Excess(string function, string number, double[] draws)
    {
        var (low, high, theirs) = AugmentationFixture.Drawn(function, number);
        Assert.HasCount(AugmentationFixture.Draws, draws);
        var ours = new int[theirs.Length];
        foreach (var draw in draws)
        {
            Assert.IsTrue(draw > low - 1e-3 * (high - low) && draw < high + 1e-3 * (high - low), $"{function}, {number}: {draw} is not within {low} and {high}.");
            ours[Math.Clamp((int)((draw - low) / (high - low) * ours.Length), 0, ours.Length - 1)]++;
        }
        var bins = ours.Zip(theirs).Where(bin => bin.First + bin.Second > 0).ToArray();
        var free = bins.Length - 1.0;
        return bins.Sum(bin => Math.Pow(bin.First - bin.Second, 2) / (bin.First + bin.Second)) - free * Math.Pow(1 - 2 / (9 * free) + 3.09 * Math.Sqrt(2 / (9 * free)), 3);
    }

    private static IEnumerable<RowRandom> Randoms() => Enumerable.Range(0, AugmentationFixture.Draws).Select(row => new RowRandom(17, "draws", 1, row));

    private static double[] Of<T>(T[] draws, Func<T, double> number) => [.. draws.Select(number)];

    private static long[] Rows(int? count = null) => [.. Enumerable.Range(0, count ?? AugmentationFixture.Draws).Select(i => (long)i)];

    private static float[] Values(Tensor values) => values.contiguous().data<float>().ToArray();
}
