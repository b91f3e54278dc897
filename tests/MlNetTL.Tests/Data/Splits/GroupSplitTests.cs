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
}
