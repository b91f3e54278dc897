using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MlNetTL.Images;

/// <summary>Reads the values of DICOM elements.</summary>
internal static class DicomText
{
    /// <summary>The characters of a value without its padding.</summary>
    public static string Of(ReadOnlySpan<byte> value, bool isUtf8 = false) => (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(value).Trim(' ', '\0', '\r', '\n', '\t');

    /// <summary>An element as text; empty where it is absent.</summary>
    public static string Text(this DicomElements elements, uint tag) =>
        elements.Find(tag) is { } value ? Of(value, elements.Find(DicomTag.CharacterSet) is { } set && Of(set).Contains("ISO_IR 192", StringComparison.Ordinal)) : "";

    /// <summary>The first of the decimal numbers of an element; null where it is absent or blank, NaN where it is no number.</summary>
    public static double? Decimal(this DicomElements elements, uint tag)
    {
        var first = elements.Text(tag).Split('\\')[0].Trim();
        if (first.Length == 0) return null;
        return double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN;
    }

    /// <summary>A binary number of 16 bits; null where it is absent.</summary>
    public static int? Word(this DicomElements elements, uint tag, int index = 0)
    {
        if (elements.Find(tag) is not { } value || value.Length < 2 * index + 2) return null;
        var span = value.AsSpan(2 * index, 2);
        return elements.Transfer.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(span) : BinaryPrimitives.ReadUInt16BigEndian(span);
    }
}
