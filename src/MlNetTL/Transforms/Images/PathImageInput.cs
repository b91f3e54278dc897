using Microsoft.ML;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Images by their paths, from the store where it holds them.</summary>
internal sealed class PathImageInput(DataViewRow row, DataViewSchema.Column column, LoadImageTensorsOptions options, ImageStore store, int slots) : ImageInput
{
    private readonly ValueGetter<ReadOnlyMemory<char>> _get = row.GetGetter<ReadOnlyMemory<char>>(column);
    private readonly string[] _paths = new string[slots];

    public override bool HasPaths => true;

    public override void Read(int slot)
    {
        ReadOnlyMemory<char> path = default;
        _get(ref path);
        _paths[slot] = path.ToString();
    }

    public override void Decode(int slot, Span<byte> pixels)
    {
        var path = PathOf(slot);
        if (!store.TryRead(path, pixels)) ImageDecoder.DecodeFile(path, options.Decode, pixels);
    }

    public override string PathOf(int slot) => ImagePath.Resolve(_paths[slot], options.ImageFolder);
}
