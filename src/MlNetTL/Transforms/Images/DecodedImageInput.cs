using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>ML.NET's images: 8 bits, four values a pixel. Their EXIF orientation is lost before they get here.</summary>
internal sealed class DecodedImageInput(DataViewRow row, DataViewSchema.Column column, DecodeSettings decode, int slots) : ImageInput
{
    private readonly ValueGetter<MLImage?> _get = row.GetGetter<MLImage?>(column);
    private readonly (byte[] Pixels, int Width, int Height)[] _images = new (byte[], int, int)[slots];
    private readonly string[] _names = new string[slots];

    // The image stays its producer's, which disposes what it finds in the reference; an app's own images are not ours to dispose.
    private MLImage? _image;

    public override void Read(int slot)
    {
        _get(ref _image);
        _names[slot] = $"row {row.Position} of column '{column.Name}'";
        _images[slot] = _image is null ? default : (RedFirst(_image), _image.Width, _image.Height);
    }

    public override void Decode(int slot, Span<byte> pixels)
    {
        var (source, width, height) = _images[slot];
        if (source is null) throw new UnreadableImageException(_names[slot], "the row has no image.");
        ImageDecoder.FromPixels(source, width, height, channels: 4, decode, pixels);
    }

    private static byte[] RedFirst(MLImage image)
    {
        var pixels = image.Pixels.ToArray();
        if (image.PixelFormat == MLPixelFormat.Bgra32)
            for (var i = 0; i < pixels.Length; i += 4) (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        return pixels;
    }
}
