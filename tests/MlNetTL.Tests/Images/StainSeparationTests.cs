using System.Text.Json.Nodes;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>Macenko's method beside NumPy's (Fixtures/stains/make.py).</summary>
[TestClass]
public sealed class StainSeparationTests
{
    [TestMethod]
    [DataRow(1), DataRow(2), DataRow(3)]
    public void StainsAndNormalizedPixelsAreNumPys(int number)
    {
        var planes = Decode(number);
        AssertStains($"tissue{number}", StainSeparation.Find(planes.AsSpan(0, 4200), planes.AsSpan(4200, 4200), planes.AsSpan(8400))!);
        Assert.IsTrue(StainSeparation.Normalize(planes, StainReference.Published));
        Fixture.AssertNear(Fixture.Bytes($"stains/tissue{number}.raw"), planes, most: 1, mean: 0.001);
    }

    [TestMethod]
    public void StainsOfSeveralImagesAreThoseOfAllTheirPixels()
    {
        var sample = new StainSample();
        sample.Add(Decode(1), seed: 1, row: 0);
        sample.Add(Decode(2), seed: 1, row: 1);
        AssertStains("both", sample.Find()!);
    }

    [TestMethod]
    public void LargeImagesAreSampledBySeedAndRow()
    {
        var planes = Fixture.Decode("stains/tissue1.png", 200, 200);
        StainReference Sampled(long seed, long row)
        {
            var sample = new StainSample();
            sample.Add(planes, seed, row);
            return sample.Find()!;
        }

        Assert.AreEqual(Sampled(1, 5), Sampled(1, 5));
        Assert.AreNotEqual(Sampled(1, 5), Sampled(2, 5));
        Assert.AreNotEqual(Sampled(1, 5), Sampled(1, 6));
    }

    [TestMethod]
    public void AnImageWithoutTissueOrOfOneColourStaysAsItIs()
    {
        foreach (var value in new byte[] { 0, 128, 255 })
        {
            var planes = Enumerable.Repeat(value, 3 * 400).ToArray();
            Assert.IsFalse(StainSeparation.Normalize(planes, StainReference.Published));
            Assert.IsTrue(planes.All(v => v == value));
        }
        var grey = Enumerable.Range(0, 1200).Select(i => (byte)(i % 400 / 2)).ToArray();
        var before = grey.ToArray();
        Assert.IsFalse(StainSeparation.Normalize(grey, StainReference.Published));
        CollectionAssert.AreEqual(before, grey);
    }

    [TestMethod]
    public void AReferenceThatIsNoneIsRefusedWithEveryReason()
    {
        Assert.IsEmpty(StainReference.Published.Problems());
        Assert.HasCount(4, new StainReference([1, 1, 1], [0, 1], 0, double.NaN).Problems());
    }

    private static byte[] Decode(int number) => Fixture.Decode($"stains/tissue{number}.png", 60, 70);

    private static void AssertStains(string name, StainReference found)
    {
        var expected = JsonNode.Parse(File.ReadAllText(Fixture.Path("stains/stains.json")))![name]!.AsArray().Select(value => value!.GetValue<double>()).ToArray();
        double[] figures = [.. found.Hematoxylin, .. found.Eosin, found.MaximumHematoxylin, found.MaximumEosin];
        for (var i = 0; i < figures.Length; i++) Assert.AreEqual(expected[i], figures[i], 1e-9, $"{name}, figure {i}");
    }
}
