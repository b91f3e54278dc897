using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class StoppingTests
{
    [TestMethod]
    public void StallsAfterPatienceEpochsWithoutImprovementAndKeepsTheBest()
    {
        var stopping = new Stopping(patience: 2, minimumImprovement: 0.01);
        Assert.IsTrue(stopping.Take(0.80, 1));
        Assert.IsTrue(stopping.Take(0.805, 1), "better, though by less than what ends a stall");
        Assert.IsFalse(stopping.HasStalled);
        Assert.IsFalse(stopping.Take(0.79, 1));
        Assert.IsTrue(stopping.HasStalled);
    }

    [TestMethod]
    public void OfTwoEqualFiguresTheLowerLossIsBetter()
    {
        var stopping = new Stopping(patience: null, minimumImprovement: 0);
        Assert.IsTrue(stopping.Take(1, 0.5));
        Assert.IsTrue(stopping.Take(1, 0.4));
        Assert.IsFalse(stopping.Take(1, 0.45));
        Assert.IsFalse(stopping.HasStalled);
    }
}
