using System.Runtime.InteropServices;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class ViewPiecesTests
{
    [TestMethod]
    [DataRow(new long[] { 5, 6, 7 }, new long[] { 42, 7, 1 }, 0)]      // row-major
    [DataRow(new long[] { 5, 6, 7 }, new long[] { 1, 5, 30 }, 0)]      // reversed
    [DataRow(new long[] { 8, 3, 2, 4 }, new long[] { 1, 8, 96, 24 }, 7)] // kernels as [height, width, in, out]
    [DataRow(new long[] { 4, 5 }, new long[] { 60, 3 }, 2)]            // gaps
    [DataRow(new long[] { 6, 7 }, new long[] { 3, 2 }, 1)]             // rows that overlap
    [DataRow(new long[] { 1, 9, 1 }, new long[] { 400, 11, 400 }, 0)]
    [DataRow(new long[] { }, new long[] { }, 13)]
    public void EveryViewIsReadAsLibtorchTakesItWithPiecesOfAnySize(long[] shape, long[] strides, int offset)
    {
        using var scope = NewDisposeScope();
        var stored = arange(300, dtype: ScalarType.Float32);
        var expected = stored.as_strided(shape, strides, offset);
        using var file = new MemoryStream([9, 9, 9, .. MemoryMarshal.AsBytes(stored.data<float>().ToArray())]);
        using var source = ByteSource.OfStream(file, "file");
        var view = new TensorView(ScalarType.Float32, offset, shape, strides);
        foreach (var bytes in new[] { 1, 4, 12, 100, 1 << 16 })
        {
            var got = full(shape, -1f);
            var (values, longest) = (0L, 0L);
            using (var pieces = new ViewPieces(source, 3, view, bytes))
                pieces.Visit(view, got, (piece, place) =>
                {
                    values += piece.NumberOfElements;
                    longest = Math.Max(longest, piece.NumberOfElements);
                    place!.copy_(piece);
                });
            Assert.IsTrue(got.Equals(expected), $"{bytes} bytes a piece");
            Assert.AreEqual(expected.NumberOfElements, values);
            // Overlapping rows hold more elements than bytes.
            if (!strides.AsSpan().SequenceEqual((long[])[3, 2])) Assert.IsLessThanOrEqualTo(Math.Max(1, bytes / 4), longest);
        }
    }

    [TestMethod]
    public void MomentsOfPiecesAreThoseOfTheWhole()
    {
        using var scope = NewDisposeScope();
        var values = randn(1000, generator: new Generator(5)) * 3 + 100;
        var moments = new Moments();
        foreach (var piece in values.split([1L, 0L, 499L, 500L])) moments.Add(piece);
        var wide = values.to(ScalarType.Float64);
        Assert.AreEqual(wide.mean().item<double>(), moments.Mean, 1e-9);
        Assert.AreEqual((wide - wide.mean()).square().mean().item<double>(), moments.Variance, 1e-9);
    }
}
