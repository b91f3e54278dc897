using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>A tensor as a view of stored elements: where it starts and how far apart its elements lie, counted in elements.</summary>
internal sealed record TensorView(ScalarType Type, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>The number of elements, or null where it does not fit 63 bits.</summary>
    public long? Count => Product(Shape);

    public bool IsContiguous => Strides.AsSpan().SequenceEqual(RowMajor(Shape));

    /// <summary>The product of the sizes, or null where a size is negative or the product does not fit 63 bits.</summary>
    public static long? Product(IReadOnlyList<long> shape)
    {
        if (shape.Any(size => size < 0)) return null;
        if (shape.Contains(0)) return 0;
        var product = 1L;
        foreach (var size in shape)
        {
            if (product > long.MaxValue / size) return null;
            product *= size;
        }
        return product;
    }

    /// <summary>The strides of a tensor whose last dimension runs fastest and without gaps.</summary>
    public static long[] RowMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(shape[i], 1);
        }
        return strides;
    }

    /// <summary>How many stored elements the view spans from its offset, or null where that does not fit 63 bits.</summary>
    public long? Span
    {
        get
        {
            if (Count == 0) return 0;
            Int128 last = 0;
            for (var i = 0; i < Shape.Length; i++) last += (Int128)(Shape[i] - 1) * Strides[i];
            return last + 1 > long.MaxValue ? null : (long)last + 1;
        }
    }

    /// <summary>The dimension, of those with more than one element, whose neighbours lie farthest apart.</summary>
    public int WidestDimension => Enumerable.Range(0, Shape.Length).Where(i => Shape[i] > 1).MaxBy(i => Strides[i]);

    /// <summary>The view of some of the elements along a dimension.</summary>
    public TensorView Narrow(int dimension, long first, long count)
    {
        var shape = (long[])Shape.Clone();
        shape[dimension] = count;
        return this with { Offset = Offset + first * Strides[dimension], Shape = shape };
    }

    /// <summary>Why the view cannot be taken of so many stored elements, or null where it can.</summary>
    public string? ProblemWithin(long stored)
    {
        var shape = $"[{string.Join(", ", Shape)}]";
        if (Shape.Length != Strides.Length || Shape.Length > 16) return $"{Shape.Length} sizes and {Strides.Length} strides";
        if (Count is not { } count) return $"the shape {shape} is negative or too large";
        if (Offset < 0 || Strides.Any(stride => stride < 0)) return "its offset or a stride is negative";
        // A view that repeats elements could ask for any amount of memory from a few stored bytes; no network's parameter is one.
        if (count > stored) return $"the shape {shape} has {count} elements, more than the {stored} that are stored";
        return Span is { } span && span <= stored - Offset
            ? null
            : $"its view (offset {Offset}, shape {shape}, strides [{string.Join(", ", Strides)}]) leaves the {stored} stored elements";
    }
}
