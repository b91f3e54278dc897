using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetTL.Transforms;
using TorchSharp;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class AugmentationPolicyTests
{
    private static readonly AugmentationPolicy s_all = new([new RandomFlip(Vertical: true), new RandomCrop(0.5), new RandomRotation(20)]);

    [TestMethod]
    public void AnImageIsChangedAlikeInAnyBatchOnAnyNumberOfThreads()
    {
        using var batch = torch.rand([16, 3, 21, 33]);
        var rows = Enumerable.Range(0, 16).Select(i => 100L + i).ToArray();
        using var whole = s_all.Apply(batch, seed: 5, epoch: 2, rows, maximum: 1);
        var threads = torch.get_num_threads();
        try
        {
            torch.set_num_threads(1);
            for (var i = 0; i < 16; i++)
            {
                using var one = batch.slice(0, i, i + 1, 1);
                using var alone = s_all.Apply(one, 5, 2, rows.AsSpan(i, 1), 1);
                using var expected = whole.slice(0, i, i + 1, 1);
                CollectionAssert.AreEqual(Values(expected), Values(alone));
            }
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }

    [TestMethod]
    public void EpochRowAndSeedEachChangeTheImage()
    {
        using var batch = torch.rand([1, 1, 16, 16]);
        float[] Run(long seed, int epoch, long row)
        {
            using var result = s_all.Apply(batch, seed, epoch, [row], 1);
            return Values(result);
        }
        var reference = Run(1, 1, 1);
        CollectionAssert.AreEqual(reference, Run(1, 1, 1));
        CollectionAssert.AreNotEqual(reference, Run(2, 1, 1));
        CollectionAssert.AreNotEqual(reference, Run(1, 2, 1));
        CollectionAssert.AreNotEqual(reference, Run(1, 1, 2));
    }

    [TestMethod]
    public void HalfOfTheImagesAreMirroredAndNoneIsInterpolated()
    {
        using var image = torch.rand([1, 1, 8, 8]);
        using var batch = image.expand(1000, 1, 8, 8);
        using var mirrored = batch.flip(3);
        using var result = new AugmentationPolicy([new RandomFlip()]).Apply(batch, 3, 1, Rows(1000), 1);
        var (plain, turned) = (Values(image), Values(mirrored)[..64]);
        var images = Values(result).Chunk(64).ToArray();
        Assert.IsTrue(images.All(values => values.SequenceEqual(plain) || values.SequenceEqual(turned)));
        // Four standard deviations of a fair coin thrown 1,000 times.
        Assert.AreEqual(500, images.Count(values => values.SequenceEqual(turned)), 4 * Math.Sqrt(250));
    }

    [TestMethod]
    public void DrawnParametersFillTheirRange()
    {
        var angles = Moves(new RandomRotation(10)).Select(move => Math.Atan2(move.D, move.A) * 180 / Math.PI).ToArray();
        Assert.IsTrue(angles.All(angle => Math.Abs(angle) <= 10));
        Assert.AreEqual(0, angles.Average(), 4 * 20 / Math.Sqrt(12 * angles.Length));
        Assert.AreEqual(10, angles.Max(), 0.1);

        var crops = Moves(new RandomCrop(0.6)).ToArray();
        Assert.AreEqual(0.8, crops.Average(move => move.A * move.E), 4 * 0.4 / Math.Sqrt(12 * crops.Length));
        foreach (var crop in crops)
        {
            // The corner pixels' outer edges stay inside of the image, 40 wide and 30 high.
            Assert.IsLessThanOrEqualTo(20.000001, Math.Abs(crop.C) + crop.A * 20);
            Assert.IsLessThanOrEqualTo(15.000001, Math.Abs(crop.F) + crop.E * 15);
        }
    }

    [TestMethod]
    public void NoCropMixesAnythingIntoAWhiteImage()
    {
        // White stays white wherever places within the image are averaged; the tolerance is float32's.
        using var batch = torch.full([200, 1, 32, 40], 255f);
        foreach (Augmentation[] steps in new Augmentation[][] { [new RandomResizedCrop()], [new RandomCrop(0.8)], [new RandomFlip(Vertical: true), new RandomCrop(0.3), new RandomFlip(), new RandomResizedCrop()] })
        {
            using var result = new AugmentationPolicy(steps).Apply(batch, 1, 1, Rows(200), 255);
            Assert.AreEqual(255, Values(result).Min(), 1e-3, string.Join(", ", steps.AsEnumerable()));
        }
        // Half of these rows were turned: a corner of each is filled, and none of the others.
        using var turned = new AugmentationPolicy([new RandomCrop(0.8), new RandomAffine(45, 0, 1, 1, 0, 0.5)]).Apply(batch, 1, 1, Rows(200), 255);
        var darkest = Values(turned).Chunk(32 * 40).Select(image => image.Min()).ToArray();
        Assert.IsTrue(darkest.All(value => value < 250 || value > 254.999));
        Assert.AreEqual(100, darkest.Count(value => value < 250), 4 * Math.Sqrt(50) + 10, "a fair coin, and a few angles too small to reach a corner");
    }

    [TestMethod]
    public void TwoCropsAreTheirProduct()
    {
        // A part of a part: where the outer one's edge reaches into the inner one it is repeated there too. By hand, along a row of 8: the left half (places 0.5 to 3.5), of that the left half again.
        using var ramp = torch.arange(8, dtype: torch.ScalarType.Float32).reshape(1, 1, 1, 8).expand(1, 1, 8, 8).contiguous();
        var half = RandomResizedCrop.MoveOf(new(0, 0, 8, 4), 8, 8);
        using var once = AugmentationPolicy.Apply(ramp, [half]);
        using var twice = AugmentationPolicy.Apply(ramp, [half.Then(half)]);
        AssertRow([0, 0.25f, 0.75f, 1.25f, 1.75f, 2.25f, 2.75f, 3], once);
        // The second cut's outermost places lie at 0.5 and 3.5 of the first's 8, which are 0.25 and 1.75 in the image: at 0.25 the first cut repeats the image's 0.5.
        AssertRow([0, 0, 0.125f, 0.375f, 0.625f, 0.875f, 1.125f, 1.25f], twice);
    }

    [TestMethod]
    public void NothingIsLeftBehindAndTheBatchStaysAsItIs()
    {
        using var batch = torch.rand([4, 3, 16, 16]);
        var before = Values(batch);
        // What other tests left to the garbage collector must not go away while this one counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var count = torch.Tensor.TotalCount;
        using (var result = s_all.Apply(batch, 1, 1, Rows(4), 1)) Assert.AreEqual(count + 1, torch.Tensor.TotalCount);
        Assert.AreEqual(count, torch.Tensor.TotalCount);
        CollectionAssert.AreEqual(before, Values(batch));
    }

    [TestMethod]
    public void NoStepsGiveTheSameImages()
    {
        using var batch = torch.rand([2, 1, 4, 4]);
        using var result = new AugmentationPolicy([]).Apply(batch, 1, 1, Rows(2), 1);
        CollectionAssert.AreEqual(Values(batch), Values(result));
    }

    [TestMethod]
    public void JsonNamesTheKindAndComesBackEqual()
    {
        var json = JsonSerializer.Serialize(s_all);
        StringAssert.Contains(json, """{"kind":"flip","Horizontal":true,"Vertical":true,"Probability":0.5}""");
        Assert.AreEqual(s_all, JsonSerializer.Deserialize<AugmentationPolicy>(json));
        Assert.AreEqual(new RandomRotation(), JsonSerializer.Deserialize<Augmentation>("""{"kind":"rotate"}"""));
    }

    [TestMethod]
    public void TheTableAndJsonKnowTheSameKinds()
    {
        var kinds = typeof(Augmentation).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>();
        CollectionAssert.AreEquivalent(
            kinds.Select(kind => ((string)kind.TypeDiscriminator!, kind.DerivedType)).ToArray(),
            AugmentationTable.All.Rows.Select(row => (row.Kind, row.Default.GetType())).ToArray());
        foreach (var row in AugmentationTable.All.Rows) row.Default.Validate();
    }

    [TestMethod]
    public void AllProblemsAreNamedAtOnce()
    {
        var policy = new AugmentationPolicy([new RandomFlip(Probability: 2), new RandomCrop(0), new RandomRotation(double.NaN), new RandomFlip(false)]);
        var error = Assert.ThrowsExactly<ArgumentException>(policy.Validate);
        Assert.AreEqual(
            "The Probability of RandomFlip must be 0 to 1. Received: 2. The MinimumScale of RandomCrop must be over 0 and at most 1. Received: 0. "
            + "The MaximumDegrees of RandomRotation must be 0 to 180. Received: NaN. RandomFlip must have Horizontal or Vertical set. Received: neither. Set one, or leave the step out.",
            error.Message);
        Assert.ThrowsExactly<ArgumentException>(() => s_all.Apply(torch.zeros(2, 2), 1, 1, Rows(2), 1));
    }

    private static IEnumerable<ImageMove> Moves(Augmentation step) => Enumerable.Range(0, 3000).Select(row => new AugmentationPolicy([step]).MoveOf(1, 1, row, height: 30, width: 40));

    private static void AssertRow(float[] expected, torch.Tensor images)
    {
        var row = Values(images)[..8];
        for (var i = 0; i < 8; i++) Assert.AreEqual(expected[i], row[i], 1e-5f, string.Join(", ", row));
    }

    private static long[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => (long)i)];

    private static float[] Values(torch.Tensor tensor)
    {
        using var contiguous = tensor.contiguous();
        return contiguous.data<float>().ToArray();
    }
}
