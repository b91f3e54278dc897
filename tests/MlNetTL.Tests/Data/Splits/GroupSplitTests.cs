using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class GroupSplitTests
{
    [TestMethod]
    public void NoGroupIsPartedAndTheShareIsMet()
    {
        var groups = Enumerable.Range(0, 600).Select(row => $"patient{row / 3}").ToArray();
        var (train, validation) = GroupSplit.HoldOut(600, groups, 0.2, seed: 5);
        Assert.AreEqual(0, train.Select(row => groups[row]).Intersect(validation.Select(row => groups[row])).Count());
        Assert.AreEqual(600, train.Union(validation).Count());
        Assert.AreEqual(120, validation.Length, 3);
    }

    [TestMethod]
    public void TheChoiceHangsOnTheGroupsNameAndNotOnTheOrderOfRows()
    {
        var groups = Enumerable.Range(0, 90).Select(row => $"patient{row / 3}").ToArray();
        var chosen = GroupSplit.HoldOut(90, groups, 0.2, seed: 5).Held.Select(row => groups[row]).Distinct().Order();
        var reversed = groups.Reverse().ToArray();
        var chosenAgain = GroupSplit.HoldOut(90, reversed, 0.2, seed: 5).Held.Select(row => reversed[row]).Distinct().Order();
        Assert.IsTrue(chosen.SequenceEqual(chosenAgain));
        Assert.IsFalse(chosen.SequenceEqual(GroupSplit.HoldOut(90, groups, 0.2, seed: 6).Held.Select(row => groups[row]).Distinct().Order()));
    }

    [TestMethod]
    public void OneGroupCannotBeSplit()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => GroupSplit.HoldOut(4, ["a", "a", "a", "a"], 0.5, seed: 1));
        StringAssert.Contains(error.Message, "At least 2 groups");
    }

    [TestMethod]
    public void StratifiedPartsHaveTheirSharesOfRareLabelsAndNoPatientIsParted()
    {
        var images = Groups.Make(2000, 5, [0.5, 0.1, 0.02, 0.005]);
        double[] shares = [0.7, 0.1, 0.2];
        var parts = GroupSplit.Choose(images, shares, stratify: true, seed: 3);
        Assert.IsTrue(images.Zip(parts).GroupBy(pair => pair.First.Group).All(group => group.Select(pair => pair.Second).Distinct().Count() == 1));
        for (var part = 0; part < 3; part++) Assert.AreEqual(shares[part] * images.Length, parts.Count(p => p == part), 0.01 * images.Length, $"images of part {part}");
        for (var label = 0; label < 4; label++)
            for (var part = 0; part < 3; part++)
            {
                var all = images.Count(image => image.Categories.Contains(label));
                var has = Enumerable.Range(0, images.Length).Count(i => parts[i] == part && images[i].Categories.Contains(label));
                // A patient has up to five images: that is how far a part may be off.
                Assert.AreEqual(shares[part] * all, has, 5, $"label {label} in part {part}");
            }
    }

    [TestMethod]
    public void WithoutStratificationRareLabelsAreLeftToChance()
    {
        var images = Groups.Make(2000, 5, [0.005]);
        var off = Enumerable.Range(0, 20).Max(seed => Groups.Rates(images, GroupSplit.Choose(images, [0.8, 0.2], stratify: false, seed), 0, 2) is var rates ? Math.Abs(rates[0] - rates[1]) : 0);
        var stratified = Enumerable.Range(0, 20).Max(seed => Groups.Rates(images, GroupSplit.Choose(images, [0.8, 0.2], stratify: true, seed), 0, 2) is var rates ? Math.Abs(rates[0] - rates[1]) : 0);
        Assert.IsLessThan(off / 2, stratified, "Stratified parts must be nearer to each other than parts by chance, or the test above tests nothing.");
    }

    [TestMethod]
    public void TheSplitHangsOnNamesAndSeedAndNotOnTheOrderOfRows()
    {
        var images = Groups.Make(300, 4, [0.3, 0.1]);
        Dictionary<string, int> By(SplitImage[] rows, long seed) => rows.Zip(GroupSplit.Choose(rows, [0.6, 0.2, 0.2], stratify: true, seed)).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var (one, other) = (By(images, 4), By([.. images.Reverse()], 4));
        Assert.IsTrue(one.All(pair => other[pair.Key] == pair.Value));
        Assert.IsTrue(By(images, 5).Any(pair => one[pair.Key] != pair.Value));
    }

    [TestMethod]
    public void NoPartIsEmptyWhereGroupsAreFewAndLarge()
    {
        SplitImage[] images = [.. Enumerable.Range(0, 40).Select(i => new SplitImage($"{i}", i < 36 ? "big" : $"small{i % 2}", [i % 2]))];
        CollectionAssert.AreEquivalent(new[] { 0, 1, 2 }, GroupSplit.Choose(images, [0.8, 0.1, 0.1], stratify: true, seed: 1).Distinct().ToArray());
        CollectionAssert.AreEquivalent(new[] { 0, 1, 2 }, GroupSplit.Choose(images, [0.8, 0.1, 0.1], stratify: false, seed: 1).Distinct().ToArray());
        var error = Assert.ThrowsExactly<InvalidDataException>(() => GroupSplit.Choose(images, [0.25, 0.25, 0.25, 0.25], stratify: true, seed: 1));
        StringAssert.StartsWith(error.Message, "A split into 4 parts needs at least 4 groups");
    }

    [TestMethod]
    public void FoldsAreAsLargeAsEachOtherAndHoldEachImageOnce()
    {
        var images = Groups.Make(500, 3, [0.2]);
        var folds = GroupSplit.Choose(images, [0.2, 0.2, 0.2, 0.2, 0.2], stratify: true, seed: 9);
        for (var fold = 0; fold < 5; fold++) Assert.AreEqual(images.Length / 5.0, folds.Count(f => f == fold), 4);
    }
}
