using System.Text.Json;
using MlNetTL.Foundation;
using MlNetTL.Training.Mixing;

namespace MlNetTL.Tests.Training.Mixing;

[TestClass]
public sealed class BetaDrawTests
{
    // Kolmogorov's bound at 0.001 is 1.95 / sqrt(draws) for all points at once.
    [TestMethod]
    public void DrawsAreDistributedAsSciPySays()
    {
        const int Draws = 100_000;
        foreach (var row in MixingFixture.Root.GetProperty("beta").EnumerateArray())
        {
            var alpha = row.GetProperty("alpha").GetDouble();
            var random = new RowRandom(5, "beta");
            var drawn = Enumerable.Range(0, Draws).Select(_ => BetaDraw.Next(ref random, alpha)).Order().ToArray();
            Assert.IsTrue(drawn[0] >= 0 && drawn[^1] <= 1);
            foreach (var (point, share) in row.GetProperty("points").EnumerateArray().Zip(row.GetProperty("cdf").EnumerateArray()))
                Assert.AreEqual(share.GetDouble(), drawn.Count(value => value <= point.GetDouble()) / (double)Draws, 1.95 / Math.Sqrt(Draws), $"alpha {alpha}, at {point}");
        }
    }

    [TestMethod]
    public void ExtremeParametersGiveSharesAll()
    {
        var random = new RowRandom(5, "beta");
        foreach (var alpha in new[] { 1e-4, 1e6 })
            for (var draw = 0; draw < 1000; draw++)
            {
                var share = BetaDraw.Next(ref random, alpha);
                Assert.IsTrue(share is >= 0 and <= 1, $"{share}");
                if (alpha > 1) Assert.AreEqual(0.5, share, 0.01);
            }
    }
}

/// <summary>Figures of SciPy and of CutMix's rule (Fixtures/mixing.py).</summary>
internal static class MixingFixture
{
    public static JsonElement Root { get; } =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Training", "Mixing", "Fixtures", "mixing.json"))).RootElement;
}
