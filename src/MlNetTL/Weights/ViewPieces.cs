using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>Reads a view of stored elements in pieces of bounded size, about in the order in which they are stored, so that a tensor of any size and with
/// any strides needs no more memory than one piece.</summary>
internal sealed class ViewPieces : IDisposable
{
    private readonly ByteSource _source;
    private readonly long _start;
    private readonly int _elementSize;
    private readonly Tensor _buffer;

    /// <summary>Prepares to read.</summary>
    /// <param name="source">The file.</param>
    /// <param name="start">Where the storage's bytes begin in it.</param>
    /// <param name="view">The view, known to lie within the storage.</param>
    /// <param name="pieceBytes">The size of a piece.</param>
    public ViewPieces(ByteSource source, long start, TensorView view, long pieceBytes)
    {
        (_source, _start, _elementSize) = (source, start, ElementTypes.BytesOf(view.Type));
        _buffer = empty(Math.Min(view.Span!.Value, Math.Max(1, pieceBytes / _elementSize)), dtype: view.Type).DetachFromDisposeScope();
    }

    /// <summary>Visits every element once.</summary>
    /// <param name="view">The view.</param>
    /// <param name="destination">A tensor of its shape that is cut as the view is, or null.</param>
    /// <param name="take">Takes a piece, in a buffer that the next one overwrites, and the part of the destination where it belongs.</param>
    public void Visit(TensorView view, Tensor? destination, Action<Tensor, Tensor?> take)
    {
        using var scope = NewDisposeScope();
        if (view.Span is { } span && span <= _buffer.NumberOfElements)
        {
            _source.Read(_start + view.Offset * _elementSize, _buffer.narrow(0, 0, span).bytes);
            take(_buffer.as_strided(view.Shape, view.Strides), destination);
            return;
        }
        // Along the dimension whose neighbours lie farthest apart: what is read for one slab then holds little of the next.
        var dimension = view.WidestDimension;
        var inner = view.Narrow(dimension, 0, 1).Span!.Value;
        var step = Math.Max(1, (_buffer.NumberOfElements - inner) / view.Strides[dimension] + 1);
        for (var first = 0L; first < view.Shape[dimension]; first += step)
        {
            var count = Math.Min(step, view.Shape[dimension] - first);
            Visit(view.Narrow(dimension, first, count), destination?.narrow(dimension, first, count), take);
        }
    }

    public void Dispose() => _buffer.Dispose();
}
