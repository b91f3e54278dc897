using System.Buffers;
using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>The SHA-256 that a file had when it was first pulled or imported, in <c>file.sha256</c> beside it, as sha256sum writes and checks it. It stands in
/// for a hash that the publisher does not give: a file that changes later is noticed.</summary>
internal static class RecordedHash
{
    private const int Digits = 64;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Where a file's hash is recorded.</summary>
    public static string PathOf(string file) => file + ".sha256";

    /// <summary>The recorded hash; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The record is not one.</exception>
    public static string? Read(string file)
    {
        var path = PathOf(file);
        if (!File.Exists(path)) return null;
        var text = File.ReadAllText(path);
        return text.Length >= Digits && text.AsSpan(0, Digits).IndexOfAnyExcept(s_digits) < 0
            ? text[..Digits]
            : throw new InvalidDataException($"{path} must begin with the {Digits} hexadecimal digits of a SHA-256. Delete it to have the hash recorded anew.");
    }

    /// <summary>Records a hash.</summary>
    public static void Write(string file, string sha256) => AtomicFile.WriteText(PathOf(file), $"{sha256}  {Path.GetFileName(file)}\n");
}
