using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Contracts;

[TestClass]
public sealed class BackboneScopeTests
{
    // One row of each way to hold parameters: TorchSharp's layers, and convolutions of our own.
    [TestMethod]
    [DataRow("resnet18")]
    [DataRow("nf_resnet50")]
    [DataRow("resnetv2_50x1_bit")]
    public void ANetworkOutlivesTheScopeThatItIsMadeIn(string name)
    {
        Backbone network;
        using (NewDisposeScope()) network = BackboneTable.All[name].Build(1, new Top(2, [3]), seed: 1);
        using (network)
        using (NewDisposeScope())
        using (no_grad())
        {
            Assert.IsTrue(network.state_dict().Values.All(value => !value.IsInvalid));
            network.eval();
            Assert.IsTrue(network.forward(zeros(1, 1, 64, 64)).isfinite().all().item<bool>());
        }
    }
}
