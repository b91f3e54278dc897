using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlNetTL.Images;

/// <summary>Names the contents of an image file: 128 bits of the SHA-256 of its full path, length and time of last writing. A file that changes gets another
/// key.</summary>
internal static class ImageKey
{
    /// <summary>The key of a file, or null where there is no such file or no path.</summary>
    public static UInt128? Of(string path)
    {
        if (string.IsNullOrEmpty(path)) return null;
        var file = new FileInfo(path);
        if (!file.Exists) return null;
        var text = Encoding.UTF8.GetBytes($"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}");
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(text));
    }
}
