using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Image files that are in memory.</summary>
internal sealed class EncodedImageInput(DataViewRow row, DataViewSchema.Column column, DecodeSettings decode, int slots) : ImageInput
{
    private readonly ValueGetter<VBuffer<byte>> _get = row.GetGetter<VBuffer<byte>>(column);
    private readonly VBuffer<byte>[] _files = new VBuffer<byte>[slots];
    private readonly string[] _names = new string[slots];

    public override void Read(int slot)
    {
        _get(ref _files[slot]);
        _names[slot] = $"row {row.Position} of column '{column.Name}'";
    }

    public override void Decode(int slot, Span<byte> pixels) => ImageDecoder.DecodeBytes(_files[slot].DenseValues().ToArray(), decode, pixels, _names[slot]);
}
