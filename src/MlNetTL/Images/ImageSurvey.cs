using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MlNetTL.Images;

/// <summary>Reads an image for what can be said of it without its labels: whether it can be decoded, its size and depth, whether anything is on it, and hashes by
/// which its doubles are found.</summary>
internal static class ImageSurvey
{
    // Small enough to be quick, large enough that two different photographs do not come out the same.
    private const int Side = 32;

    /// <summary>Reads an image. Trouble with it is part of the answer.</summary>
    public static SurveyedImage Of(string path)
    {
        var files = BandFiles.Split(path);
        ImageHeader? header = null;
        try
        {
            var headers = files.Select(ImageDecoder.Probe).ToArray();
            header = headers[0];
            var bands = headers.Sum(h => h.Bands);
            var pixels = Decode(path, header, bands);
            return new(header, bands, FileHash(files), XxHash128.HashToUInt128(pixels), IsBlank(pixels, header.Bits), null);
        }
        catch (UnreadableImageException error)
        {
            return new(header, header?.Bands ?? 0, null, null, false, error.Reason);
        }
    }

    private static byte[] Decode(string path, ImageHeader header, int bands)
    {
        // Alpha is no band of the image, and what the header counts does not tell which it is.
        int[] tries = bands switch { 1 or 3 => [bands], 2 => [1, 2], 4 => [3, 4], _ => [bands] };
        foreach (var channels in tries)
            try
            {
                return Decode(path, header, new DecodeSettings(Side, Side, Math.Min(channels, DecodeSettings.MaxChannels)));
            }
            catch (UnreadableImageException) when (channels != tries[^1])
            {
            }
        throw new InvalidOperationException("The last try returns or throws.");
    }

    private static byte[] Decode(string path, ImageHeader header, DecodeSettings settings)
    {
        settings = settings with { PixelType = header.Bits > 8 ? PixelType.UInt16 : PixelType.Byte };
        var pixels = new byte[settings.RowBytes];
        ImageDecoder.DecodeFile(path, settings, pixels);
        return pixels;
    }

    // Less spread than one step of the image's own depth is noise of the encoder at most.
    private static bool IsBlank(byte[] pixels, int bits)
    {
        if (bits <= 8) return SpreadOf(pixels.Select(value => (double)value)) < 1;
        return SpreadOf(MemoryMarshal.Cast<byte, ushort>(pixels).ToArray().Select(value => (double)value)) < 1;
    }

    private static double SpreadOf(IEnumerable<double> values)
    {
        var (count, sum, squares) = (0, 0.0, 0.0);
        foreach (var value in values) (count, sum, squares) = (count + 1, sum + value, squares + value * value);
        return Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count)));
    }

    private static UInt128? FileHash(IReadOnlyList<string> files)
    {
        if (!files.All(File.Exists)) return null;
        var hash = new XxHash128();
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            hash.Append(stream);
        }
        return hash.GetCurrentHashAsUInt128();
    }
}
