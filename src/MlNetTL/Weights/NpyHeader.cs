using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>The header of an array in NumPy's .npy format, versions 1 to 3: a magic, the length of a text, and the text, a Python dictionary with the type
/// (descr), the order of dimensions (fortran_order) and the shape.</summary>
/// <param name="View">The array as a view of the values that follow.</param>
/// <param name="Length">The number of bytes before the values.</param>
internal sealed partial record NpyHeader(TensorView View, int Length)
{
    // NumPy itself reads 10,000 unless it is told to trust the file.
    private const int LongestText = 10_000;

    /// <summary>Reads the header at a position.</summary>
    /// <param name="source">The file.</param>
    /// <param name="range">The array's bytes, header and values.</param>
    /// <param name="problem">The end of a sentence that says why it cannot be read; null where it was.</param>
    public static NpyHeader? Read(ByteSource source, ByteRange range, out string? problem)
    {
        var start = source.Read(range.Start, (int)Math.Min(range.Length, 12)).AsSpan();
        if (start.Length < 10 || start[0] != 0x93 || !start[1..].StartsWith("NUMPY"u8) || start[6] is < 1 or > 3)
        {
            problem = "it does not begin as a .npy array of version 1, 2 or 3";
            return null;
        }
        var isShort = start[6] == 1;
        var prefix = isShort ? 10 : 12;
        var length = isShort ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : start.Length < 12 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > Math.Min(range.Length - prefix, LongestText))
        {
            problem = $"it claims a header of {length} bytes; it has {range.Length - prefix}, and at most {LongestText} are read";
            return null;
        }
        var text = Encoding.UTF8.GetString(source.Read(range.Start + prefix, (int)length));
        problem = ReadText(text, out var view);
        if (problem is null && (view.Count is not { } count || (Int128)count * ElementTypes.BytesOf(view.Type) != range.Length - prefix - length))
            problem = $"its shape [{string.Join(", ", view.Shape)}] of {view.Type} does not fit its {range.Length - prefix - length} bytes";
        return problem is null ? new(view, prefix + (int)length) : null;
    }

    private static string? ReadText(string text, out TensorView view)
    {
        view = new(ScalarType.Float32, 0, [], []);
        if (Dictionary().Match(text) is not { Success: true } match) return $"its header must be a dictionary of descr, fortran_order and shape; found {Shown(text)}";
        var items = match.Groups["key"].Captures.Zip(match.Groups["value"].Captures, (key, value) => (key.Value, value.Value)).ToLookup(item => item.Item1, item => item.Item2);
        if (items.Count != 3 || match.Groups["key"].Captures.Count != 3) return $"its header must name descr, fortran_order and shape once each; found {Shown(text)}";
        string descr = items["descr"].First(), order = items["fortran_order"].First(), sizes = items["shape"].First();
        if (descr.Trim('\'', '"') is not [var endian, .. var kind] || descr[0] is not ('\'' or '"')) return $"its elements must be of one plain type; found {Shown(descr)}";
        if (kind.StartsWith('O')) return "it holds Python objects, which are never read, for they are pickled and can run code. Save it as an array of numbers";
        if (ElementTypes.OfNumpy(kind) is not { } type) return $"its type must be one of {ElementTypes.KnownNumpy}; found {Shown(descr)}";
        if (endian == '>' && ElementTypes.BytesOf(type) > 1) return "it was written big-endian, which is not read. Save it again as little-endian";
        if (order is not ("True" or "False") || sizes[0] != '(') return $"its header must have a truth value for fortran_order and a tuple for shape; found {Shown(text)}";
        var shape = new List<long>();
        foreach (Match size in Size().Matches(sizes))
        {
            if (!long.TryParse(size.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return $"its shape {Shown(sizes)} does not fit 63 bits";
            shape.Add(number);
        }
        if (shape.Count > 16) return $"its shape has {shape.Count} dimensions; at most 16 are read";
        long[] array = [.. shape];
        view = new(type, 0, array, order == "True" ? FirstFastest(array) : TensorView.RowMajor(array));
        return null;
    }

    // Fortran's order: the first dimension runs fastest.
    private static long[] FirstFastest(long[] shape)
    {
        var strides = TensorView.RowMajor([.. shape.Reverse()]);
        Array.Reverse(strides);
        return strides;
    }

    private static string Shown(string text) => text.Length <= 120 ? text.Trim() : text[..120].Trim() + "…";

    // No two parts in a row can take the same blanks, so a hostile header costs no more time than a good one.
    [GeneratedRegex(
        """^\{(\s*['"](?<key>descr|fortran_order|shape)['"]\s*:\s*(?<value>'[^']*'|"[^"]*"|True|False|\(\s*(\d+L?\s*(,\s*\d+L?\s*)*(,\s*)?)?\)|\[[^\]]*\])(\s*,|(?=\s*\})))*\s*\}\s*$""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Dictionary();

    [GeneratedRegex("""\d+""", RegexOptions.CultureInvariant)]
    private static partial Regex Size();
}
