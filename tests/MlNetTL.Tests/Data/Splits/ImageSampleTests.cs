using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class ImageSampleTests
{
    private static readonly SplitImage[] s_labels = Groups.Make(3000, 3, [0.4, 0.1, 0.05]);

    private static readonly SplitImage[] s_classes = [.. s_labels.Select(image => image with { Categories = [image.Categories.Contains(0) ? 1 : 0] })];

    [TestMethod]
    public void EachClassGivesJustN()
    {
        var chosen = ImageSample.PerCategory(s_classes, 2, 100, seed: 2);
        Assert.HasCount(200, chosen);
        CollectionAssert.AreEqual(new[] { 100, 100 }, ImageSample.Count([.. chosen.Select(i => s_classes[i])], 2));
        CollectionAssert.AllItemsAreUnique(chosen);
    }

    [TestMethod]
    public void EachLabelHasAtLeastNPositivesAndTheRarestJustN()
    {
        var counts = ImageSample.Count([.. ImageSample.PerCategory(s_labels, 3, 100, seed: 2).Select(i => s_labels[i])], 3);
        Assert.IsTrue(counts.All(count => count >= 100), string.Join(' ', counts));
        Assert.IsLessThan(110, counts[2]);
    }

    [TestMethod]
    public void SmallerSamplesLieWithinLargerOnes()
    {
        foreach (var images in new[] { s_classes, s_labels })
        {
            var categories = images == s_classes ? 2 : 3;
            int[] smaller = [];
            foreach (var n in new[] { 1, 10, 100, 200 })
            {
                var larger = ImageSample.PerCategory(images, categories, n, seed: 6);
                CollectionAssert.IsSubsetOf(smaller, larger);
                Assert.IsGreaterThan(smaller.Length, larger.Length);
                smaller = larger;
            }
            CollectionAssert.IsSubsetOf(ImageSample.Images(images, 50, seed: 6), ImageSample.Images(images, 500, seed: 6));
        }
    }

    [TestMethod]
    public void TheSampleHangsOnNamesAndSeedAndNotOnTheOrderOfRows()
    {
        SplitImage[] reversed = [.. s_classes.Reverse()];
        string[] Names(SplitImage[] images, long seed) => [.. ImageSample.PerCategory(images, 2, 50, seed).Select(i => images[i].Name).Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(Names(s_classes, 1), Names(reversed, 1));
        CollectionAssert.AreNotEqual(Names(s_classes, 1), Names(s_classes, 2));
    }

    [TestMethod]
    [DataRow(60, 20)]
    [DataRow(50, 20)]
    [DataRow(20, 20)]
    public void DiversityGivesAsManyImagesOfOneGroupAsOfAnother(int n, int m)
    {
        var chosen = ImageSample.FromGroups(s_labels, n, m, seed: 1, "patients");
        Assert.HasCount(n, chosen);
        var sizes = chosen.GroupBy(i => s_labels[i].Group).Select(group => group.Count()).ToArray();
        Assert.HasCount(m, sizes);
        Assert.IsTrue(sizes.All(size => size == n / m || size == (n + m - 1) / m));
    }

    [TestMethod]
    public void GroupsAloneGiveAllTheirImages()
    {
        var chosen = ImageSample.FromGroups(s_labels, null, 7, seed: 1, "patients");
        var groups = chosen.Select(i => s_labels[i].Group).ToHashSet();
        Assert.HasCount(7, groups);
        Assert.HasCount(s_labels.Count(image => groups.Contains(image.Group)), chosen);
    }

    [TestMethod]
    public void WhatCannotBeHadIsSaidWithTheCountsAndWhatCan()
    {
        SplitImage[] images = [.. Enumerable.Range(0, 30).Select(i => new SplitImage($"{i}", i < 20 ? $"a{i / 10}" : $"b{i}", []))];
        string Message(int? n, int m) => Assert.ThrowsExactly<InvalidDataException>(() => ImageSample.FromGroups(images, n, m, 1, "slides")).Message;
        Assert.AreEqual("20 images from 4 slides are 5 from each, and only 2 of 12 slides have so many. 4 slides can give 4 images evenly; 20 images can come from 2 slides.", Message(20, 4));
        Assert.HasCount(20, ImageSample.FromGroups(images, 20, 2, 1, "slides"));
        Assert.HasCount(4, ImageSample.FromGroups(images, 4, 4, 1, "slides"));
        Assert.AreEqual("The images must come from 13 slides, and the data have 12. Ask for 12 or fewer.", Message(null, 13));
        StringAssert.StartsWith(Message(3, 4), "3 images cannot come from 4 slides");
        StringAssert.EndsWith(Message(40, 4), "no smaller number of slides can give 40.");
    }
}
