using System.Buffers.Binary;

namespace MlNetTL.Weights;

/// <summary>Tells a checkpoint from what else a server may send under its name, where no hash is known. What is in it the reader checks.</summary>
internal static class ContentCheck
{
    // A zip ends with a record of 22 bytes and a comment of at most 65535.
    private const int LongestZipEnd = 22 + 65535;

    /// <summary>Whether bytes are the beginning of a page for a browser.</summary>
    public static bool IsPage(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        return text.Length > 1 && text[0] == '<' && (text[1] == '!' || text[1] == '?' || char.IsAsciiLetter((char)text[1]));
    }

    /// <summary>The end of a sentence that says why a file is no checkpoint; null where it may be one.</summary>
    public static string? Problem(string path)
    {
        using var stream = File.OpenRead(path);
        return Problem(stream);
    }

    /// <summary>The same of an open file, read from its start.</summary>
    public static string? Problem(FileStream stream)
    {
        stream.Position = 0;
        var start = new byte[64];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (count < 16) return "is too short to be a checkpoint";
        if (IsPage(start)) return "is a web page, not a checkpoint";
        if (start.AsSpan().StartsWith("PK\u0003\u0004"u8)) return HasZipEnd(stream) ? null : "is a zip that breaks off";
        // A pickle of protocol 2 to 5.
        if (start[0] == 0x80 && start[1] is >= 2 and <= 5) return null;
        if (start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)stream.Length - 8) return null;
        return "is neither a zip, nor a pickle, nor safetensors, so it is no checkpoint";
    }

    private static bool HasZipEnd(FileStream stream)
    {
        var end = new byte[(int)Math.Min(LongestZipEnd, stream.Length)];
        stream.Position = stream.Length - end.Length;
        stream.ReadExactly(end);
        return end.AsSpan().LastIndexOf("PK\u0005\u0006"u8) >= 0;
    }
}
