using System.Globalization;
using MlNetTL.Training;

namespace MlNetTL.Benchmarks;

/// <summary>The ratio of the times of a training step in bfloat16 and in float32, in turns, so that a machine whose speed drifts gives a fair ratio.</summary>
internal static class PrecisionRun
{
    private const int Rounds = 3;

    public static void Run(string backbone, int batch, int size)
    {
        var ratios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var single = Product.Measure(backbone, batch, size, batches: 4, TrainingPrecision.Float32).Training;
            var reduced = Product.Measure(backbone, batch, size, batches: 4, TrainingPrecision.BFloat16).Training;
            ratios.Add(single / reduced);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{backbone}, {batch} images of {size} px, round {round}: a step takes {batch / single:f2} s in float32 and {batch / reduced:f2} s in bfloat16, ratio {ratios[^1]:f2}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio bfloat16 / float32: {ratios.Order().ElementAt(Rounds / 2):f2}"));
    }
}
