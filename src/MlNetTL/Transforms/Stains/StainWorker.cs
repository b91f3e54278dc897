using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Normalises the stains of a batch of images on all cores.</summary>
internal sealed class StainWorker(DataViewRow row, string columnName, ImageLayout layout, StainReference reference, int slots) : IBatchWorker
{
    private readonly ValueGetter<VBuffer<byte>> _get = row.GetGetter<VBuffer<byte>>(row.Schema[columnName]);
    private readonly byte[][] _pixels = new byte[slots][];
    private VBuffer<byte> _input;

    public void Read(int slot)
    {
        _get(ref _input);
        _input.CopyTo(_pixels[slot] ??= new byte[layout.RowBytes]);
    }

    public void Run(int count) => Parallel.For(0, count, slot => StainSeparation.Normalize(_pixels[slot], reference));

    public Delegate MakeGetter(int output, Func<int> currentSlot) => (ValueGetter<VBuffer<byte>>)((ref VBuffer<byte> value) =>
    {
        var pixels = _pixels[currentSlot()];
        var editor = VBufferEditor.Create(ref value, pixels.Length);
        pixels.CopyTo(editor.Values);
        value = editor.Commit();
    });

    public void Dispose()
    {
    }
}
