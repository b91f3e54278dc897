using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class MemoryFormatTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void TensorFloat32IsSetForAFitAndPutBack(bool allowed)
    {
        using var images = new StripedImages(16);
        var before = (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32);
        var during = new List<(bool, bool)>();
        var options = StripedImages.Quick(epochs: 1);
        options.MetricsCallback = _ => during.Add((backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        options.AllowTF32 = allowed;
        using (images.Fit(options)) CollectionAssert.AreEqual(new[] { (allowed, allowed) }, during);
        Assert.AreEqual(before, (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        options.AllowTF32 = null;
        using (images.Fit(options)) Assert.AreEqual(before, during[1], "Unset, it is as PyTorch has it.");
        Assert.AreEqual((false, true), before, "PyTorch's defaults.");
    }

    [TestMethod]
    public void ChannelsLastIsAChoiceThatChangesRoundingsAlone()
    {
        using var images = new StripedImages(16);
        var options = StripedImages.Quick(epochs: 1);
        bool? lastWithin = null;
        using var last = images.Fit(options);
        options.ChannelsLast = false;
        using var planar = images.Fit(options);
        foreach (var model in new[] { last.Model, planar.Model })
        {
            using var scope = NewDisposeScope();
            lastWithin = model.Network.state_dict()["layer1.0.conv1.weight"].permute(0, 2, 3, 1).is_contiguous();
            Assert.IsTrue(lastWithin, "The trained model scores as a loaded one.");
        }
        var (a, b) = (StripedImages.Values(last), StripedImages.Values(planar));
        CollectionAssert.AreNotEqual(a, b);
        Assert.IsLessThan(0.01, a.Zip(b, (x, y) => Math.Abs(x - y)).Average());
    }
}
