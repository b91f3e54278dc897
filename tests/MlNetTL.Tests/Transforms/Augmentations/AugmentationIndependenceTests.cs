using MlNetTL.Foundation;
using MlNetTL.Transforms;
using TorchSharp;

namespace MlNetTL.Tests.Transforms;

/// <summary>Over the whole table: what becomes of an image hangs on (seed, epoch, row), to the last bit.</summary>
[TestClass]
public sealed class AugmentationIndependenceTests
{
    // Odd sides, and more values than libtorch gives one thread, so that lines and shares of threads end anywhere.
    private const int Count = 5, Height = 197, Width = 183;

    public static IEnumerable<object[]> Kinds => AugmentationTable.All.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void AnImageIsChangedAlikeInAnyBatchOnAnyNumberOfThreads(string kind)
    {
        using var scope = torch.NewDisposeScope();
        var policy = PolicyOf(kind);
        var batch = Images();
        long[] rows = [7, 8, 9, 10, 11];
        var threads = torch.get_num_threads();
        try
        {
            torch.set_num_threads(2);
            var whole = Values(policy.Apply(batch, 5, 2, rows, 255));
            torch.set_num_threads(1);
            CollectionAssert.AreEqual(whole, Values(policy.Apply(batch, 5, 2, rows, 255)), "threads");
            for (var i = 0; i < Count; i++)
            {
                torch.set_num_threads(1 + i % 2);
                CollectionAssert.AreEqual(Part(whole, i), Values(policy.Apply(batch.narrow(0, i, 1), 5, 2, [rows[i]], 255)), $"row {rows[i]} alone");
            }
            // Behind another image, and before it.
            var turned = Values(policy.Apply(batch.flip(0), 5, 2, [.. rows.Reverse()], 255));
            for (var i = 0; i < Count; i++) CollectionAssert.AreEqual(Part(whole, i), Part(turned, Count - 1 - i), $"row {rows[i]} at another place");
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void SeedEpochAndRowEachChangeWhatIsDrawn(string kind)
    {
        using var scope = torch.NewDisposeScope();
        var batch = Images();
        var policy = PolicyOf(kind);
        // A coin may fall alike once: not for all of five rows.
        float[] Run(long seed, int epoch, long row) => Values(policy.Apply(batch[..1].expand(12, 3, Height, Width), seed, epoch, [.. Enumerable.Range(0, 12).Select(i => row + i)], 255));
        var reference = Run(1, 1, 1);
        CollectionAssert.AreEqual(reference, Run(1, 1, 1));
        CollectionAssert.AreNotEqual(reference, Run(2, 1, 1), "seed");
        CollectionAssert.AreNotEqual(reference, Run(1, 2, 1), "epoch");
        CollectionAssert.AreNotEqual(reference, Run(1, 1, 101), "row");
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void TheBatchStaysAsItIsTheRangeIsKeptAndNothingIsLeftBehind(string kind)
    {
        using var batch = Images();
        var before = Values(batch);
        var policy = PolicyOf(kind);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var count = torch.Tensor.TotalCount;
        using (var result = policy.Apply(batch, 1, 1, [1, 2, 3, 4, 5], 255))
        {
            Assert.AreEqual(count + 1, torch.Tensor.TotalCount);
            CollectionAssert.AreEqual(batch.shape, result.shape);
            var values = Values(result);
            // The last bit of a sum of weights may lie above 1.
            Assert.IsTrue(values.All(value => value is >= 0 and <= 255.001f), $"{values.Min()} to {values.Max()}");
        }
        Assert.AreEqual(count, torch.Tensor.TotalCount);
        CollectionAssert.AreEqual(before, Values(batch));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void SixteenBitsAreChangedAsEightBitsAre(string kind)
    {
        using var scope = torch.NewDisposeScope();
        var policy = PolicyOf(kind);
        var eight = Values(policy.Apply(Images(), 1, 1, [1, 2, 3, 4, 5], 255));
        var sixteen = Values(policy.Apply(Images() * 257, 1, 1, [1, 2, 3, 4, 5], 65535));
        for (var i = 0; i < eight.Length; i++) Assert.AreEqual(eight[i], sixteen[i] / 257, 5e-3f);
    }

    [TestMethod]
    public void AStepHasNumbersOfItsOwnWhateverTheOthersAre()
    {
        using var scope = torch.NewDisposeScope();
        // Steps that change nothing that can be seen, with other settings: the last one's rectangles stay where they were.
        var erase = new RandomErasing(Probability: 0.7);
        var plain = Covered(new([new RandomFlip(Probability: 0), new RandomBrightness(1e-9), new BandDropout(1e-12), erase]));
        CollectionAssert.AreEqual(plain, Covered(new([new RandomFlip(Probability: 0), new RandomBrightness(1e-9, Probability: 0.5), new BandDropout(1e-12, 0.25), erase])));
        CollectionAssert.AreEqual(plain, Covered(new([new RandomFlip(Vertical: true, Probability: 0), new RandomBlur(3, 1e-3, 1e-3), new RandomGamma(1, 1), erase])));

        static bool[] Covered(AugmentationPolicy policy) => [.. Values(policy.Apply(torch.full([8, 3, 20, 30], 100f), 3, 1, [.. Enumerable.Range(0, 8).Select(i => (long)i)], 255)).Select(value => value == 0)];
    }

    [TestMethod]
    public void WhatIsExactInBytesIsExactInFloats()
    {
        using var scope = torch.NewDisposeScope();
        var bytes = torch.tensor(Values(Images()).Select(value => (byte)value).ToArray(), [Count, 3, Height, Width]);
        var policy = new AugmentationPolicy([new RandomFlip(Vertical: true), new RandomErasing(Probability: 1), new BandDropout(0.5)]);
        var result = policy.Apply(bytes.to(torch.ScalarType.Float32), 1, 1, [1, 2, 3, 4, 5], 255);
        for (var i = 0; i < Count; i++)
        {
            // The same in bytes: mirrored, then black where the floats are.
            var mirrored = Enumerable.Range(0, 4).Select(way => bytes[i].flip((way switch { 0 => [], 1 => [2], 2 => [1], _ => new long[] { 1, 2 } }))).ToArray();
            Assert.ContainsSingle(way => torch.where(result[i] == 0, torch.zeros_like(way), way).to(torch.ScalarType.Float32).equal(result[i]).all().item<bool>(), mirrored);
        }
    }

    // Every image, so that nothing is shown by doing nothing.
    private static AugmentationPolicy PolicyOf(string kind) => new([AugmentationTable.All[kind].Default switch
    {
        RandomGrey step => step with { Probability = 0.5 },
        RandomErasing step => step with { Fill = ErasingFill.Noise, Probability = 0.75 },
        BandDropout step => step with { Rate = 0.5 },
        PhotometricAugmentation step => step with { Probability = 0.75 },
        var step => step,
    }]);

    private static torch.Tensor Images()
    {
        var random = new RowRandom(5, "pixels");
        return torch.tensor(Enumerable.Range(0, Count * 3 * Height * Width).Select(_ => (float)(1 + random.NextInt(255))).ToArray(), [Count, 3, Height, Width]);
    }

    private static float[] Values(torch.Tensor tensor)
    {
        using var contiguous = tensor.contiguous();
        return contiguous.data<float>().ToArray();
    }

    private static float[] Part(float[] values, int image) => values[(image * values.Length / Count)..((image + 1) * values.Length / Count)];
}
