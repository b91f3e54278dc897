using MlNetTL.Transforms;
using TorchSharp;

namespace MlNetTL.Tests.Transforms;

/// <summary>Fixed moves against torchvision 0.14 (rotate) and torch 1.13 (affine_grid and grid_sample with matrices written out by hand).</summary>
[TestClass]
public sealed class ImageMoveTests
{
    // torchvision.transforms.functional.rotate(x, 30, BILINEAR)
    private static readonly float[] s_rotated =
    [
        0, 15.2332f, 11.4863f, 35.2102f, 45.2532f, 62.5476f, 17.3672f, 21.1565f, 62.6592f, 46.125f, 35.8708f, 52.6795f, 79.3938f, 62.3559f,
        43.3712f, 76.8512f, 56.6913f, 23, 39.8087f, 43.0859f, 53.1288f, 36.8841f, 47.309f, 57.352f, 60.6292f, 54.0007f, 53.6522f, 8.0064f,
        10.5412f, 44.8296f, 24.1839f, 84.7269f, 34.2308f, 16.9038f, 0, 0, 17.6616f, 64.8346f, 44.2731f, 37.6446f, 44.5476f, 10.1326f,
        16.0249f, 44.6592f, 51.5622f, 61.6051f, 58.1166f, 61.3938f, 46.1213f, 55.574f, 58.8512f, 38.6913f, 5, 65.5429f, 52.1487f, 55.426f,
        53.9923f, 49.6062f, 52.8834f, 42.6292f, 59.4378f, 66.3408f, 54.3463f, 34.4809f, 66.4524f, 73.3554f, 66.7269f, 20.4078f, 12.0807f, 0,
    ];

    // Half of each side, from 0.7 pixels right and 0.4 above the centre.
    private static readonly float[] s_cropped =
    [
        46.92f, 45.22f, 39.48f, 27.68f, 28, 46.5f, 56.92f, 41.08f, 54.53f, 51.82f, 24.87f, 16.1f, 34.6f, 51.08f,
        59.48f, 47.68f, 39.92f, 38.22f, 44.6f, 63.1f, 69.48f, 71.82f, 44.87f, 34.08f, 47.53f, 63, 81.5f, 81.82f,
        59.92f, 58.22f, 52.48f, 40.68f, 41, 59.5f, 69.92f, 37, 55.5f, 65.92f, 64.22f, 58.48f, 46.68f, 38.92f,
        23.08f, 36.53f, 52, 70.5f, 70.82f, 43.87f, 33.08f, 41.48f, 29.68f, 30, 48.5f, 58.92f, 57.22f, 51.48f,
        53.82f, 26.87f, 18.1f, 36.6f, 53.08f, 66.53f, 63.82f, 41.92f, 40.22f, 46.6f, 65.1f, 71.48f, 59.68f, 51.92f,
    ];

    // Mirrored, then cropped to 0.8 of each side at (0.3, 0.2), then turned by 20 degrees, sampled once.
    private static readonly float[] s_composed =
    [
        54.3749f, 32.8965f, 36.1366f, 44.3238f, 67.842f, 70.2988f, 30.7279f, 44.6154f, 11.1414f, 51.0574f, 52.0226f, 68.2477f, 47.3454f, 30.019f,
        59.9564f, 47.7376f, 39.5951f, 47.54f, 64.246f, 24.392f, 41.5559f, 79.618f, 59.8546f, 38.8105f, 76.4024f, 59.0049f, 51.8362f, 46.086f,
        70.8f, 40.8355f, 40.5247f, 50.7897f, 68.1303f, 67.8213f, 29.8242f, 38.6133f, 54.3244f, 70.8608f, 31.0068f, 49.842f, 60.9326f, 61.4687f,
        46.7886f, 78.4647f, 47.9074f, 34.0226f, 50.2477f, 37.0997f, 77.8589f, 44.7616f, 57.6709f, 24.954f, 29.54f, 48.7217f, 67.0331f, 67.538f,
        61.618f, 63.2176f, 70.4926f, 58.4024f, 41.0049f, 60.65f, 44.5846f, 52.8f, 55.9261f, 80.0472f, 40.1932f, 50.1303f, 54.3346f, 21.2626f,
    ];

    [TestMethod]
    public void RotationIsTorchvisions() => AssertNear(s_rotated, Apply(ImageMove.Rotation(30)));

    [TestMethod]
    public void CropIsTorchsGridSample() => AssertNear(s_cropped, Apply(new(0.5, 0, 0.7, 0, 0.5, -0.4)));

    [TestMethod]
    public void StepsAreComposedAndSampledOnce() =>
        AssertNear(s_composed, Apply(new ImageMove(-1, 0, 0, 0, 1, 0).Then(new(0.8, 0, 0.3, 0, 0.8, 0.2)).Then(ImageMove.Rotation(20))));

    [TestMethod]
    [DataRow(-1, 1, new[] { 3L })]
    [DataRow(1, -1, new[] { 2L })]
    [DataRow(-1, -1, new[] { 2L, 3L })]
    public void MirrorsAreExact(int x, int y, long[] dimensions)
    {
        using var image = Image();
        using var expected = image.flip(dimensions);
        CollectionAssert.AreEqual(expected.data<float>().ToArray(), Apply(new(x, 0, 0, 0, y, 0)));
    }

    [TestMethod]
    public void NothingIsNothing()
    {
        using var image = Image();
        CollectionAssert.AreEqual(image.data<float>().ToArray(), Apply(ImageMove.Identity));
    }

    private static torch.Tensor Image() => torch.tensor(Enumerable.Range(0, 70).Select(i => (float)(i * 37 % 101)).ToArray(), [1, 2, 5, 7]);

    private static float[] Apply(ImageMove move)
    {
        using var image = Image();
        using var result = AugmentationPolicy.Apply(image, [move]);
        return result.data<float>().ToArray();
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], actual[i], 2e-3f);
    }
}
