using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Decodes a batch of images on all cores.</summary>
internal sealed class ImageTensorWorker : IBatchWorker
{
    private readonly ImageTensorLoadingTransformer _transformer;
    private readonly ImageInput _input;
    private readonly byte[][] _pixels;
    private readonly UnreadableImageException?[] _errors;
    private readonly bool _hasPixels;
    private readonly bool _mayMiss;

    public ImageTensorWorker(ImageTensorLoadingTransformer transformer, ImageInput input, IReadOnlyList<bool> activeOutputs)
    {
        _transformer = transformer;
        _input = input;
        _mayMiss = transformer.Options.OnUnreadable == UnreadableImages.Missing;
        // The pixels come first and the reasons, if any, last; a reader of paths alone waits for no decoder.
        _hasPixels = activeOutputs[0] || (_mayMiss && activeOutputs[^1]);
        _pixels = new byte[transformer.BatchRows][];
        _errors = new UnreadableImageException?[transformer.BatchRows];
    }

    public void Read(int slot) => _input.Read(slot);

    public void Run(int count)
    {
        if (!_hasPixels) return;
        if (count == 1) Decode(0);
        else Parallel.For(0, count, Decode);
    }

    public Delegate MakeGetter(int output, Func<int> currentSlot) => output switch
    {
        0 when _transformer.Options.PixelType == PixelType.UInt16 => PixelGetter<ushort>(currentSlot),
        0 => PixelGetter<byte>(currentSlot),
        1 when _input.HasPaths => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = SourceOf(currentSlot()).AsMemory()),
        _ => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = _errors[currentSlot()]?.Message.AsMemory() ?? default),
    };

    public void Dispose() => _input.Dispose();

    private void Decode(int slot)
    {
        var pixels = _pixels[slot] ??= new byte[_transformer.Options.Decode.RowBytes];
        try
        {
            _errors[slot] = null;
            _input.Decode(slot, pixels);
        }
        catch (UnreadableImageException error)
        {
            _errors[slot] = error;
            pixels.AsSpan().Clear();
        }
    }

    private string SourceOf(int slot)
    {
        try
        {
            return _input.PathOf(slot);
        }
        catch (UnreadableImageException) when (_mayMiss)
        {
            return "";
        }
    }

    // A row that cannot be read fails by itself: the other rows of its batch are fine.
    private ValueGetter<VBuffer<T>> PixelGetter<T>(Func<int> currentSlot) where T : unmanaged => (ref VBuffer<T> value) =>
    {
        var slot = currentSlot();
        if (_errors[slot] is { } error && !_mayMiss)
            throw new UnreadableImageException(error.Path, $"{error.Reason} Leave the row out (mlContext.Data.FilterUnreadableImages), or load with onUnreadable: Missing.", error);
        var pixels = MemoryMarshal.Cast<byte, T>(_pixels[slot]);
        var editor = VBufferEditor.Create(ref value, pixels.Length);
        pixels.CopyTo(editor.Values);
        value = editor.Commit();
    };
}
