using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlNetTL.Images;

/// <summary>Names the contents of an image: 128 bits of the SHA-256 of the full path, length and time of last writing of each of its files, and of its region of
/// them. An image whose file changes gets another key.</summary>
internal static class ImageKey
{
    /// <summary>The key of an image, or null where there is no path or a file is missing.</summary>
    public static UInt128? Of(string path)
    {
        if (string.IsNullOrEmpty(path)) return null;
        var text = new StringBuilder();
        foreach (var part in BandFiles.Split(path))
        {
            var name = ImageRegion.FileOf(part);
            if (name.Length == 0 || ImageRegion.Problem(part) is not null) return null;
            var file = new FileInfo(name);
            if (!file.Exists) return null;
            if (text.Length > 0) text.Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}");
            if (ImageRegion.Split(part).Region is { } region) text.Append('\n').Append(region);
        }
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
