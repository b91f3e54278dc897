using MlNetTL.Backbones;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class ChannelFitTests
{
    [TestMethod]
    [DataRow(3, 1)]
    [DataRow(3, 2)]
    [DataRow(3, 4)]
    [DataRow(3, 10)]
    [DataRow(1, 3)]
    [DataRow(1, 12)]
    [DataRow(10, 3)]
    [DataRow(10, 1)]
    public void AnImageWhoseChannelsAreAnothersInTurnGivesTheSame(int given, int wanted)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var kernels = randn([8, given, 3, 3], generator: random);
        var (few, many) = (Math.Min(given, wanted), Math.Max(given, wanted));
        var small = randn([2, few, 9, 9], generator: random);
        var turn = tensor(Enumerable.Range(0, many).Select(channel => (long)(channel % few)).ToArray());
        var large = small.index_select(1, turn);
        var before = nn.functional.conv2d(given == few ? small : large, kernels);
        var after = nn.functional.conv2d(wanted == few ? small : large, ChannelFit.Kernels(kernels, wanted));
        Assert.IsLessThan(1e-5 * before.abs().max().item<float>(), (before - after).abs().max().item<float>());
    }

    // The arithmetic of Brock et al. (2021), equation 3: (w - mean) / std * gain * gamma / √fan-in, over each output.
    [TestMethod]
    [DataRow(3, 1)]
    [DataRow(3, 10)]
    [DataRow(1, 3)]
    public void SoItIsForStandardisedKernelsWithAGain(int given, int wanted)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(4);
        var (kernels, gain) = (randn([8, given, 3, 3], generator: random) + 0.3, rand([8, 1, 1, 1], generator: random) + 0.5);
        var grey = randn([2, 1, 9, 9], generator: random);
        var (fitted, gains) = ChannelFit.Scaled(kernels, gain, wanted, epsilon: 0);
        var before = nn.functional.conv2d(grey.expand(2, given, 9, 9), Effective(kernels, gain));
        var after = nn.functional.conv2d(grey.expand(2, wanted, 9, 9), Effective(fitted, gains));
        Assert.IsLessThan(1e-5 * before.abs().max().item<float>(), (before - after).abs().max().item<float>());

        static Tensor Effective(Tensor w, Tensor gain)
        {
            var mean = w.mean([1, 2, 3], keepdim: true);
            var std = (w - mean).square().mean([1, 2, 3], keepdim: true).sqrt();
            return (w - mean) / std * gain * (1.7139588594436646 / Math.Sqrt(w.shape[1] * 9));
        }
    }

    [TestMethod]
    public void NormalisationIsTheSameForOneChannelOnlyWhereAllChannelsShareIt()
    {
        var half = Preprocessing.MinusOneToOne;
        Assert.AreEqual(new Preprocessing([0.5f], [0.5f]), half.ForChannels(1));
        Assert.AreEqual(half, half.ForChannels(1).ForChannels(3));
        Assert.AreNotEqual(Preprocessing.ImageNet, Preprocessing.ImageNet.ForChannels(1).ForChannels(3));
    }
}
