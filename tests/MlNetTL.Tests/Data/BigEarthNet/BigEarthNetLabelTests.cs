using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>The nomenclature against the table that its authors publish with their models (label_indices.json): the places among the 43 that make up each class.</summary>
[TestClass]
public sealed class BigEarthNetLabelTests
{
    private static readonly int[][] s_conversion =
        [[0, 1], [2], [11, 12, 13], [14, 15, 16, 18], [17], [19], [20], [21], [22], [23], [24], [25, 31], [26, 27], [28], [29], [33, 34], [35, 36], [38, 39], [40, 41, 42]];

    [TestMethod]
    public void TheNineteenAreMadeOfThe43AsPublished()
    {
        Assert.HasCount(43, BigEarthNetLabels.FortyThree);
        Assert.HasCount(19, BigEarthNetLabels.Nineteen);
        for (var old = 0; old < 43; old++)
        {
            var place = Array.FindIndex(s_conversion, parts => parts.Contains(old));
            Assert.AreEqual(place < 0 ? null : BigEarthNetLabels.Nineteen[place], BigEarthNetLabels.ToNineteen(BigEarthNetLabels.FortyThree[old]), BigEarthNetLabels.FortyThree[old]);
        }
    }

    [TestMethod]
    public void BothKeepCorinesOrderAndNotTheAlphabets()
    {
        Assert.AreEqual("Continuous urban fabric", BigEarthNetLabels.FortyThree[0]);
        Assert.AreEqual("Sea and ocean", BigEarthNetLabels.FortyThree[42]);
        Assert.AreEqual("Urban fabric", BigEarthNetLabels.Nineteen[0]);
        Assert.AreEqual("Marine waters", BigEarthNetLabels.Nineteen[18]);
        // A class that is called as its source keeps its name, but for the one that the authors wrote anew.
        foreach (var parts in s_conversion.Where(parts => parts.Length == 1 && parts[0] != 28))
            Assert.Contains(BigEarthNetLabels.FortyThree[parts[0]], BigEarthNetLabels.Nineteen);
        Assert.AreEqual("Transitional woodland, shrub", BigEarthNetLabels.ToNineteen("Transitional woodland/shrub"));
        Assert.Contains("Did you mean 'Pastures'?", Assert.ThrowsExactly<ArgumentException>(() => BigEarthNetLabels.ToNineteen("Pasture")).Message);
    }
}
