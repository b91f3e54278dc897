using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class PixelStatisticsTests
{
    private static readonly int[] s_rows = [0, 2, 3, 7, 8];

    // numpy: mean and std over rows and pixels, divided by 255 or 65535.
    [TestMethod]
    [DataRow(PixelType.Byte, 256, new[] { 0.5383305322128852, 0.4700056022408964 }, new[] { 0.30246526802595286, 0.2972754679984649 })]
    [DataRow(PixelType.UInt16, 3000, new[] { 0.022703244722013318, 0.022491798275730526 }, new[] { 0.013441810948832443, 0.013413146218333965 })]
    public void TheyAreNumpysOverTheRowsThatCount(PixelType type, int modulus, double[] mean, double[] deviation)
    {
        var found = Of(type, modulus, s_rows);
        for (var channel = 0; channel < 2; channel++)
        {
            Assert.AreEqual(mean[channel], found.Mean[channel], 1e-15);
            Assert.AreEqual(deviation[channel], found.Deviation[channel], 1e-15);
        }
    }

    [TestMethod]
    public void NeitherTheOrderOfRowsNorThreadsChangeABit()
    {
        var first = Of(PixelType.UInt16, 65521, [.. Enumerable.Range(0, 500)]);
        for (var i = 0; i < 5; i++)
        {
            var again = Of(PixelType.UInt16, 65521, [.. Enumerable.Range(0, 500).OrderBy(row => row * 37 % 501)]);
            CollectionAssert.AreEqual(first.Mean, again.Mean);
            CollectionAssert.AreEqual(first.Deviation, again.Deviation);
        }
    }

    [TestMethod]
    public void WhitePixelsDoNotOverflow()
    {
        var found = PixelStatistics.Of(new Drawn(PixelType.UInt16, _ => ushort.MaxValue, new(1, 512, 512, PixelType.UInt16)), [.. Enumerable.Range(0, 64)], new(1, 512, 512, PixelType.UInt16), CancellationToken.None);
        Assert.AreEqual(1, found.Mean[0]);
        Assert.AreEqual(0, found.Deviation[0]);
    }

    [TestMethod]
    public void TroubleWithARowAndCancellingComeOutAsTheyAre()
    {
        var layout = new ImageLayout(1, 1, 1);
        Assert.ThrowsExactly<InvalidDataException>(() => PixelStatistics.Of(new Drawn(PixelType.Byte, _ => throw new InvalidDataException("broken"), layout), [0, 1], layout, CancellationToken.None));
        Assert.ThrowsExactly<OperationCanceledException>(() => PixelStatistics.Of(new Drawn(PixelType.Byte, _ => 0, layout), [0, 1], layout, new(canceled: true)));
    }

    private static PixelStatistics Of(PixelType type, int modulus, int[] rows)
    {
        var layout = new ImageLayout(2, 5, 7, type);
        return PixelStatistics.Of(new Drawn(type, place => (place.Row * 7919 + place.Channel * 104729 + place.Pixel * place.Pixel * 31 + place.Pixel * place.Row) % modulus, layout), rows, layout, CancellationToken.None);
    }

    private sealed class Drawn(PixelType type, Func<(int Row, int Channel, int Pixel), int> valueOf, ImageLayout layout) : IPixelRows
    {
        public int Count => int.MaxValue;

        public int RowBytes => layout.RowBytes;

        public void CopyTo(int row, Span<byte> destination)
        {
            var plane = layout.Height * layout.Width;
            for (var i = 0; i < layout.Values; i++)
            {
                var value = valueOf((row, i / plane, i % plane));
                if (type == PixelType.Byte) destination[i] = (byte)value;
                else MemoryMarshal.Cast<byte, ushort>(destination)[i] = (ushort)value;
            }
        }

        public void Dispose()
        {
        }
    }
}
