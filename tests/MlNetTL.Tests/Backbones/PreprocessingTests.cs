using MlNetTL.Backbones;

namespace MlNetTL.Tests.Backbones;

[TestClass]
public sealed class PreprocessingTests
{
    [TestMethod]
    public void OneChannelTakesTheMeansOfMeansAndDeviations()
    {
        var grey = Preprocessing.ImageNet.ForChannels(1);
        Assert.AreEqual((0.485 + 0.456 + 0.406) / 3, grey.Mean.Single(), 1e-6);
        Assert.AreEqual((0.229 + 0.224 + 0.225) / 3, grey.Std.Single(), 1e-6);
    }

    [TestMethod]
    public void MoreChannelsRepeatInTurn()
    {
        var four = Preprocessing.ImageNet.ForChannels(4);
        CollectionAssert.AreEqual(new[] { 0.485f, 0.456f, 0.406f, 0.485f }, four.Mean.ToArray());
        CollectionAssert.AreEqual(new[] { 0.229f, 0.224f, 0.225f, 0.229f }, four.Std.ToArray());
        Assert.AreEqual(Preprocessing.ImageNet, Preprocessing.ImageNet.ForChannels(3));
    }

    [TestMethod]
    public void EqualityIsByValue()
    {
        Assert.AreEqual(new Preprocessing([1], [2]), new Preprocessing([1f], [2f]));
        Assert.AreEqual(new Preprocessing([1], [2]).GetHashCode(), new Preprocessing([1f], [2f]).GetHashCode());
        Assert.AreNotEqual(new Preprocessing([1], [2]), new Preprocessing([1], [3]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Preprocessing.ImageNet.ForChannels(0));
    }
}
