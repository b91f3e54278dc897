using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>Real patches of Sentinel-2, against values that Pillow (BigEarthNet) and an LZW reader in Python (sentinel2_4band) read from the same files.</summary>
[TestClass]
[TestCategory(SharedFolder.Category)]
public sealed class SatelliteImageTests
{
    private const string Patch = "S2A_MSIL2A_20170613T101031_87_48";

    [TestMethod]
    [DataRow("image0.tif", new[] { 1359, 1137, 946, 1237, 906, 713, 1425, 892, 516, 3179, 3107, 3092 }, new[] { 1084, 937, 794, 2998 }, new[] { 1229116L, 1084729, 1102423, 2757852 })]
    [DataRow("image1.tif", new[] { 1327, 1113, 1130, 1287, 977, 1011, 1333, 774, 796, 554, 565, 549 }, new[] { 1272, 1035, 912, 615 }, new[] { 1163508L, 1023341, 870975, 602990 })]
    [DataRow("image1999.tif", new[] { 949, 945, 949, 789, 797, 805, 526, 528, 537, 2246, 1845, 1753 }, new[] { 1109, 1047, 817, 2082 }, new[] { 1058933L, 926011, 715070, 2200500 })]
    public void FourPlanarBandsOf16BitsKeepTheirValues(string file, int[] first, int[] last, long[] sums)
    {
        var values = Decode(SharedFolder.Require($"data/sentinel2_4band/{file}"), new DecodeSettings(32, 32, 4, PixelType.UInt16));
        var planes = Enumerable.Range(0, 4).Select(band => values[(band * 1024)..((band + 1) * 1024)]).ToArray();
        CollectionAssert.AreEqual(first, planes.SelectMany(plane => plane[..3]).Select(value => (int)value).ToArray());
        CollectionAssert.AreEqual(last, planes.Select(plane => (int)plane[^1]).ToArray());
        CollectionAssert.AreEqual(sums, planes.Select(plane => plane.Sum(value => (long)value)).ToArray());
    }

    // Bands of 120, 60 and 20 pixels; the two coarse ones as PyTorch's interpolate (bilinear, antialias) brings them to 120.
    [TestMethod]
    public void BandsOfThreeResolutionsMakeOneImage()
    {
        var folder = SharedFolder.Require($"data/bigearthnet/{Patch}");
        var path = BandFiles.Join([.. new[] { "B02", "B05", "B01" }.Select(band => Path.Combine(folder, $"{Patch}_{band}.tif"))]);
        var values = Decode(path, new DecodeSettings(120, 120, 3, PixelType.UInt16));
        (int[] FirstRow, int[] Middle, int Last, long Sum)[] expected =
        [
            ([813, 861, 948, 997], [504, 449, 393], 860, 8_921_616),
            ([1784, 1787, 1793, 1639], [1949, 1898, 1933], 1659, 22_051_808),
            ([610, 610, 610, 592], [420, 410, 400], 483, 7_708_882),
        ];
        for (var band = 0; band < 3; band++)
        {
            var plane = values[(band * 14_400)..((band + 1) * 14_400)];
            CollectionAssert.AreEqual(expected[band].FirstRow, plane[..4].Select(value => (int)value).ToArray());
            CollectionAssert.AreEqual(expected[band].Middle, plane[(60 * 120 + 60)..(60 * 120 + 63)].Select(value => (int)value).ToArray());
            Assert.AreEqual(expected[band].Last, plane[^1]);
            // A value half-way between two integers may be rounded either way.
            Assert.AreEqual(expected[band].Sum, plane.Sum(value => (long)value), band == 0 ? 0 : 14_400 / 2);
        }
    }

    private static ushort[] Decode(string path, DecodeSettings settings) => MemoryMarshal.Cast<byte, ushort>(Fixture.Decode(path, settings)).ToArray();
}
