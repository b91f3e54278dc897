using System.Text.Json;
using MlNetTL.Training;
using TorchSharp;
using Parameter = TorchSharp.Modules.Parameter;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class GradientClippingTests
{
    // Fixtures/norm_clipping.py, by torch.nn.utils.clip_grad_norm_: longer than the maximum, shorter, and just as long.
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void GradientsAreClippedTogetherAsPyTorchDoes(int index)
    {
        using var scope = torch.NewDisposeScope();
        var given = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests/MlNetTL.Tests/Training/Fixtures/norm_clipping.json"))).RootElement[index];
        var parameters = given.GetProperty("shapes").EnumerateArray().Zip(given.GetProperty("gradients").EnumerateArray(), (shape, gradient) =>
        {
            var size = shape.EnumerateArray().Select(one => one.GetInt64()).ToArray();
            return new Parameter(torch.zeros(size, torch.ScalarType.Float64)) { grad = torch.tensor(Doubles(gradient)).reshape(size) };
        }).Append(new Parameter(torch.zeros(5))).ToList();
        new GradientClipping(given.GetProperty("maximum").GetDouble()).Clip(parameters);
        foreach (var (parameter, clipped) in parameters.Zip(given.GetProperty("clipped").EnumerateArray()))
            foreach (var (expected, found) in Doubles(clipped).Zip(parameter.grad!.reshape(-1).data<double>().ToArray())) Assert.AreEqual(expected, found, 1e-12);
        Assert.IsNull(parameters[^1].grad);
    }

    [TestMethod]
    public void ItReachesTheStepAndHugeClippingChangesNothing()
    {
        using var images = new StripedImages(16);
        var plain = Trained(images, null);
        CollectionAssert.AreNotEqual(plain, Trained(images, 0.01));
        CollectionAssert.AreEqual(plain, Trained(images, 1e9));
    }

    [TestMethod]
    public void ALengthThatCannotBeIsRefused()
    {
        var options = StripedImages.Quick(epochs: 1);
        options.GradientClipping = double.NaN;
        Assert.Contains("GradientClipping must be above 0 and finite, or null. Received: NaN.", Assert.ThrowsExactly<ArgumentException>(() => options.Validate(layout: null)).Message);
    }

    private static float[] Trained(StripedImages images, double? length)
    {
        var options = StripedImages.Quick(epochs: 1, learningRate: 0.05);
        (options.ValidationFraction, options.GradientClipping, options.Optimizer) = (0, length, new MlNetTL.Training.Optimizers.Sgd());
        using var trained = images.Fit(options);
        return StripedImages.Values(trained);
    }

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];
}
