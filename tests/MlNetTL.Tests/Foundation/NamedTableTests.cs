using MlNetTL.Foundation;

namespace MlNetTL.Tests.Foundation;

[TestClass]
public sealed class NamedTableTests
{
    private static readonly NamedTable<string> s_table = new("backbone", name => name, ["resnet18", "resnet50", "vgg16"]);

    [TestMethod]
    public void FindsARowWhateverItsCase() => Assert.AreEqual("resnet50", s_table["ResNet50"]);

    [TestMethod]
    public void SuggestsTheNearestNameAndListsAll()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => s_table["resnet5"]);
        Assert.AreEqual("Unknown backbone 'resnet5'. Did you mean 'resnet50'? Known: resnet18, resnet50, vgg16.", error.Message);
    }

    [TestMethod]
    public void SuggestsNothingWhereNothingIsNear()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => s_table["transformer"]);
        Assert.AreEqual("Unknown backbone 'transformer'. Known: resnet18, resnet50, vgg16.", error.Message);
    }
}
