using MlNetTL.Data;
using MlNetTL.Foundation;
using MlNetTL.Training;
using MlNetTL.Transforms;
using TorchSharp;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class ThreadCountTests
{
    [TestMethod]
    public void WhatIsDrawnDoesNotHangOnTheNumberOfThreads()
    {
        var before = torch.get_num_threads();
        try
        {
            torch.set_num_threads(1);
            var (drawn, pixels) = Draw();
            torch.set_num_threads(2);
            Assert.AreEqual(2, torch.get_num_threads());
            var (again, others) = Draw();
            CollectionAssert.AreEqual(drawn, again);
            for (var i = 0; i < pixels.Length; i++) Assert.AreEqual(pixels[i], others[i], 1e-6f);
            // Drawn from many threads at once, as decoding ones are.
            foreach (var (alone, together) in drawn.Zip(Enumerable.Range(0, 3).AsParallel().WithDegreeOfParallelism(3).Select(_ => Draw().Drawn).Last())) Assert.AreEqual(alone, together);
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    private static (List<object> Drawn, float[] Pixels) Draw()
    {
        var policy = new AugmentationPolicy([new RandomFlip(), new RandomCrop(0.5), new RandomRotation(20)]);
        var (train, validation) = GroupSplit.HoldOut(64, [.. Enumerable.Range(0, 64).Select(row => $"patient{row / 4}")], 0.25, seed: 5);
        List<object> drawn = [.. train, .. validation, .. BatchOrder.Shuffled(64, 8, 5, 2).SelectMany(batch => batch), .. Enumerable.Range(0, 64).Select(row => policy.MoveOf(5, 2, row, 32, 32))];
        using var scope = torch.NewDisposeScope();
        var random = new RowRandom(5, "pixels");
        var images = torch.tensor(Enumerable.Range(0, 16 * 3 * 64 * 64).Select(_ => (float)random.NextDouble()).ToArray(), [16, 3, 64, 64]);
        var augmented = policy.Apply(images, 5, 2, [.. Enumerable.Range(0, 16).Select(row => (long)row)], maximum: 1);
        return (drawn, augmented.contiguous().data<float>().ToArray());
    }
}
