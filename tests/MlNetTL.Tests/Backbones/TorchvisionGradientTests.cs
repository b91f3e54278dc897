using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>One backward pass in training mode against torchvision's: batch statistics, concatenation, squeeze-and-excitation and in-place operations must give its gradients.</summary>
/// <remarks>torchvision 0.14.1 in float64 with 10 outputs, dropout and stochastic depth at 0, weights and a 4 x 3 x 64 x 64 input by the golden formula with the gain 1, the
/// cross-entropy to the labels 1, 3, 5, 9. Of each gradient: its Euclidean norm and its first four elements.</remarks>
[TestClass]
public sealed class TorchvisionGradientTests
{
    private static readonly Dictionary<string, (double Loss, (string Parameter, double Norm, double[] First)[] Gradients)> s_torchvision = new()
    {
        ["densenet121"] = (2.19296355,
            [
                ("features.conv0.weight", 39.2223084, [-0.318337454, -0.914712405, -0.29007915, 0.211502836]),
                ("features.denseblock1.denselayer1.norm1.bias", 0.817873081, [-0.202564121, -0.091937805, 0.0844719973, -0.0897938758]),
                ("features.denseblock2.denselayer7.conv2.weight", 8.0016876, [-0.00114297912, 0.0565943394, 0.0367747517, -0.0135113598]),
                ("features.transition2.conv.weight", 13.1604908, [-0.0120606834, 0.0649448396, 0.0018161087, 0.0463612431]),
                ("features.denseblock4.denselayer16.conv1.weight", 1.02615155, [0.000939201838, -0.00916964961, 0.00344154715, -0.00811277909]),
                ("features.norm5.weight", 0.201892055, [-0.00701024608, 0.0083513452, -0.000869764944, -0.0072113323]),
                ("classifier.weight", 6.9009265, [0.0143974857, 0.0330929246, 0.0281235986, 0.0202855549]),
            ]),
        ["efficientnet_b0"] = (2.18516863,
            [
                ("features.0.0.weight", 11.2849681, [-0.149296657, -0.1356376, 0.495027175, -0.43272784]),
                ("features.1.0.block.0.0.weight", 6.04891664, [-0.219693448, -0.0967526257, -0.124828718, -0.443086607]),
                ("features.2.1.block.2.fc1.weight", 0.415418535, [0.0192257104, 0.0078197463, 0.00889902008, 0.00378291517]),
                ("features.4.2.block.2.fc2.bias", 0.186792293, [0.00582990744, -0.00256573643, -0.00854884483, 0.00180157758]),
                ("features.5.1.block.1.0.weight", 1.85445869, [0.00780005943, -0.0148063019, 0.0017110843, -0.0231006041]),
                ("features.7.0.block.3.1.weight", 0.145938612, [-0.00225444631, 0.011284568, -0.002447345, 0.0180087748]),
                ("classifier.1.weight", 5.7070486, [0.0240731722, 0.00929329688, 0.0124765703, 0.0204110995]),
            ]),
    };

    [TestMethod]
    [DataRow("densenet121")]
    [DataRow("efficientnet_b0")]
    public void GradientsEqualTorchvisions(string name)
    {
        var (expectedLoss, expected) = s_torchvision[name];
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].BuildEmpty(3, new Top(10));
        GoldenFormula.Fill(network, weightGainSquared: 1);
        network.train();
        var loss = nn.functional.cross_entropy(network.Run(new NoDrops(), GoldenFormula.Input(4, 3, 64, 64)), tensor(new long[] { 1, 3, 5, 9 }));
        Assert.AreEqual(expectedLoss, loss.item<float>(), 1e-4 * expectedLoss);
        loss.backward();
        var parameters = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach (var (parameter, norm, first) in expected)
        {
            var gradient = parameters[parameter].grad!;
            Assert.AreEqual(norm, gradient.norm().item<float>(), 1e-4 * norm, parameter);
            var tolerance = 1e-4 * gradient.abs().max().item<float>();
            for (var i = 0; i < first.Length; i++) Assert.AreEqual(first[i], gradient.flatten()[i].item<float>(), tolerance, $"{parameter}, element {i}");
        }
    }

    private sealed class NoDrops : WrappedOps
    {
        public override Tensor Dropout(Tensor x, double rate) => x;

        public override Tensor DropPath(Tensor x, double rate) => x;
    }
}
