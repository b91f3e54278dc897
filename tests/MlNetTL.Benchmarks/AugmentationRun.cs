using System.Diagnostics;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Benchmarks;

/// <summary>What each augmentation costs, and what keeping bytes until the first step that is not exact would save.</summary>
internal static class AugmentationRun
{
    private const int Images = 32, Channels = 3, Side = 224, Rounds = 15;

    public static void Run()
    {
        using var scope = NewDisposeScope();
        var bytes = randint(0, 256, [Images, Channels, Side, Side], ScalarType.Byte);
        var widening = Median(() => bytes.to(ScalarType.Float32));
        Console.WriteLine($"{Images} images of {Channels} x {Side} x {Side}, {get_num_threads()} threads; bytes to floats alone: {widening:f1} ms");
        foreach (var row in AugmentationTable.All.Rows)
        {
            var step = row.Default is PhotometricAugmentation change ? change with { Probability = 1 } : row.Default;
            Console.WriteLine($"{row.Kind,-12} {Median(() => OnFloats(bytes, step)) - widening,7:f1} ms");
        }
        var exact = new RandomFlip(Vertical: true);
        var (floats, kept) = (Median(() => OnFloats(bytes, exact)), Median(() => OnBytes(bytes, exact)));
        if (!OnFloats(bytes, exact).equal(OnBytes(bytes, exact)).all().item<bool>()) throw new InvalidOperationException("Mirrors in bytes and in floats must give the same bits.");
        Console.WriteLine($"both flips and bytes to floats: {floats:f1} ms, mirrored while still in bytes {kept:f1} ms (ratio {kept / floats:f2})");
    }

    private static Tensor OnFloats(Tensor bytes, Augmentation step)
    {
        using var floats = bytes.to(ScalarType.Float32);
        return Apply(floats, step);
    }

    private static Tensor OnBytes(Tensor bytes, Augmentation step)
    {
        using var changed = Apply(bytes, step);
        return changed.to(ScalarType.Float32);
    }

    private static Tensor Apply(Tensor batch, Augmentation step) => new AugmentationPolicy([step]).Apply(batch, 1, 1, [.. Enumerable.Range(0, Images).Select(i => (long)i)], 255);

    private static double Median(Func<Tensor> work) => Enumerable.Range(0, Rounds + 3).Select(_ =>
    {
        var clock = Stopwatch.StartNew();
        using var result = work();
        return clock.Elapsed.TotalMilliseconds;
    }).Skip(3).Order().ElementAt(Rounds / 2);
}
