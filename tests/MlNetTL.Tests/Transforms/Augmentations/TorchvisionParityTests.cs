using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Transforms;

/// <summary>Each change at fixed parameters beside torchvision 0.14's functions (Fixtures/augmentations.py).</summary>
[TestClass]
public sealed class TorchvisionParityTests
{
    [TestMethod]
    public void Brightness() => AssertLikeTorchvision("brightness", (image, numbers) => RandomBrightness.Change(image, Factor(numbers[0]), 255));

    [TestMethod]
    public void ContrastIsAboutTheMeanOfTheGrey() => AssertLikeTorchvision("contrast", (image, numbers) => RandomContrast.Change(image, Factor(numbers[0]), 255));

    [TestMethod]
    public void Saturation() => AssertLikeTorchvision("saturation", (image, numbers) => RandomSaturation.Change(image, Factor(numbers[0]), 255));

    [TestMethod]
    public void Hue() => AssertLikeTorchvision("hue", (image, numbers) => RandomHue.Change(image, Factor(numbers[0])), tolerance: 5e-3f);

    [TestMethod]
    public void Grey() => AssertLikeTorchvision("grey", (image, _) => Blending.Grey(image).expand(1, 3, -1, -1));

    [TestMethod]
    public void Gamma() => AssertLikeTorchvision("gamma", (image, numbers) => RandomGamma.Change(image, Factor(numbers[0]), 255));

    [TestMethod]
    public void SixteenBitsAreRelativeToTheirRange()
    {
        foreach (var (image, numbers, expected) in AugmentationFixture.Fixed("gamma"))
            AssertNear(expected, RandomGamma.Change(image * 257, Factor(numbers[0]), 65535) / 257, 2e-3f, "gamma");
        foreach (var (image, numbers, expected) in AugmentationFixture.Fixed("brightness"))
            AssertNear(expected, RandomBrightness.Change(image * 257, Factor(numbers[0]), 65535) / 257, 2e-3f, "brightness");
    }

    [TestMethod]
    public void BlurMirrorsTheBorder() => AssertLikeTorchvision("blur", (image, numbers) => RandomBlur.Change(image, (int)numbers[0], [numbers[1]]));

    [TestMethod]
    public void Erasing() => AssertLikeTorchvision("erase", (image, numbers) =>
    {
        RandomErasing.Cover(image, PartOf(numbers), ErasingFill.Zero, 1, 255);
        return image;
    }, tolerance: 0);

    [TestMethod]
    public void Flips() => AssertLikeTorchvision("flip", (image, numbers) => AugmentationPolicy.Apply(image, [new(1 - 2 * numbers[0], 0, 0, 0, 1 - 2 * numbers[1], 0)]), tolerance: 0);

    [TestMethod]
    public void Rotations() => AssertLikeTorchvision("rotate", (image, numbers) => AugmentationPolicy.Apply(image, [ImageMove.Rotation(numbers[0])]), tolerance: 5e-3f);

    [TestMethod]
    public void AffineMaps() => AssertLikeTorchvision(
        "affine", (image, numbers) => AugmentationPolicy.Apply(image, [ImageMove.Affine(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])]), tolerance: 5e-3f);

    [TestMethod]
    public void ResizedCropsWithTheirEdgesRepeated() => AssertLikeTorchvision("resizedCrop", (image, numbers) => AugmentationPolicy.Apply(image, [CropOf(numbers)]), tolerance: 5e-3f);

    [TestMethod]
    public void ACropsEdgeIsRepeatedWhereMirrorsFollowIt() =>
        AssertLikeTorchvision("cropThenFlip", (image, numbers) => AugmentationPolicy.Apply(image, [CropOf(numbers).Then(new(-1, 0, 0, 0, -1, 0))]), tolerance: 5e-3f);

    [TestMethod]
    public void ACropsEdgeIsRepeatedBehindAMirror() =>
        AssertLikeTorchvision("flipThenCrop", (image, numbers) => AugmentationPolicy.Apply(image, [new ImageMove(-1, 0, 0, 0, 1, 0).Then(CropOf(numbers))]), tolerance: 5e-3f);

    [TestMethod]
    public void WhatAShiftLetInIsCutAsTheImageIs() => AssertLikeTorchvision("shiftThenCrop", (image, numbers) =>
        AugmentationPolicy.Apply(image, [ImageMove.Affine(0, numbers[0], numbers[1], 1, 0).Then(CropOf(numbers[2..]))]), tolerance: 5e-3f);

    private static void AssertLikeTorchvision(string function, Func<Tensor, double[], Tensor> change, float tolerance = 2e-3f)
    {
        using var scope = NewDisposeScope();
        var any = false;
        foreach (var (image, numbers, expected) in AugmentationFixture.Fixed(function))
        {
            any = true;
            AssertNear(expected, change(image, numbers), tolerance, $"{function} {string.Join(", ", numbers)}");
        }
        Assert.IsTrue(any);
    }

    private static void AssertNear(float[] expected, Tensor actual, float tolerance, string message)
    {
        var values = Values(actual);
        Assert.HasCount(expected.Length, values);
        for (var i = 0; i < values.Length; i++) Assert.AreEqual(expected[i], values[i], tolerance, $"{message}, value {i}");
    }

    private static ImagePart PartOf(double[] numbers) => new((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3]);

    private static ImageMove CropOf(double[] numbers) => RandomResizedCrop.MoveOf(PartOf(numbers), AugmentationFixture.Height, AugmentationFixture.Width);

    private static Tensor Factor(double value) => tensor([(float)value], [1, 1, 1, 1]);

    private static float[] Values(Tensor values) => values.contiguous().data<float>().ToArray();
}
