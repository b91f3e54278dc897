using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class ValidationSplitTests
{
    [TestMethod]
    public void NoGroupIsPartedAndTheShareIsMet()
    {
        var groups = Enumerable.Range(0, 600).Select(row => $"patient{row / 3}").ToArray();
        var (train, validation) = ValidationSplit.Choose(600, groups, 0.2, seed: 5);
        Assert.AreEqual(0, train.Select(row => groups[row]).Intersect(validation.Select(row => groups[row])).Count());
        Assert.AreEqual(600, train.Union(validation).Count());
        Assert.AreEqual(120, validation.Length, 3);
    }

    [TestMethod]
    public void TheChoiceHangsOnTheGroupsNameAndNotOnTheOrderOfRows()
    {
        var groups = Enumerable.Range(0, 90).Select(row => $"patient{row / 3}").ToArray();
        var chosen = ValidationSplit.Choose(90, groups, 0.2, seed: 5).Validation.Select(row => groups[row]).Distinct().Order();
        var reversed = groups.Reverse().ToArray();
        var chosenAgain = ValidationSplit.Choose(90, reversed, 0.2, seed: 5).Validation.Select(row => reversed[row]).Distinct().Order();
        Assert.IsTrue(chosen.SequenceEqual(chosenAgain));
        Assert.IsFalse(chosen.SequenceEqual(ValidationSplit.Choose(90, groups, 0.2, seed: 6).Validation.Select(row => groups[row]).Distinct().Order()));
    }

    [TestMethod]
    public void OneGroupCannotBeSplit()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ValidationSplit.Choose(4, ["a", "a", "a", "a"], 0.5, seed: 1));
        StringAssert.Contains(error.Message, "At least 2 groups");
    }
}
