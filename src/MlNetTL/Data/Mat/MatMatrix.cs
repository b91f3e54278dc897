using System.Text;

namespace MlNetTL.Data;

/// <summary>An array element of a MATLAB file: flags, dimensions, name and, for numeric classes, the real numbers.</summary>
internal static class MatMatrix
{
    // The classes of arrays, by the numbers of the format: double, single and the whole numbers are numeric.
    private const int Double = 6, UInt64 = 15, ComplexFlag = 0x08, MostNameBytes = 4096, MostDimensions = 32;
    private static readonly string[] s_otherClasses = ["", "a cell array", "a struct", "an object", "text", "a sparse matrix"];

    /// <summary>Reads an array if it is one of those asked for; null for any other, of which the numbers are not looked at.</summary>
    public static (string Name, MatArray Array)? Read(MatReader reader, IReadOnlyCollection<string> names)
    {
        // An array without any content is MATLAB's way to write an empty cell.
        if (reader.IsAtEnd) return null;
        var flags = reader.ReadData(Expect(reader.ReadTag(), MatType.UInt32, 8), 8);
        var word = reader.UInt32(flags);
        var (@class, isComplex) = ((int)(word & 0xFF), (word >> 8 & ComplexFlag) != 0);
        // Objects of newer classes have another form than all others; nobody asks for them.
        if (@class is < 1 or > UInt64) return null;
        var dimensions = Dimensions(reader);
        var nameTag = reader.ReadTag();
        var name = Encoding.ASCII.GetString(reader.ReadData(nameTag, MostNameBytes));
        if (!names.Contains(name)) return null;
        if (@class < Double) throw new InvalidDataException($"'{name}' is {s_otherClasses[@class]}, expected numbers.");
        if (isComplex) throw new InvalidDataException($"'{name}' has imaginary numbers, expected real ones.");
        return (name, new(dimensions, Values(reader, name, dimensions)));
    }

    private static int[] Dimensions(MatReader reader)
    {
        var tag = reader.ReadTag();
        var numbers = reader.Numbers(tag.Type, reader.ReadData(Expect(tag, MatType.Int32, null), MostDimensions * sizeof(int)));
        return numbers.Length >= 2 && numbers.All(size => size >= 0) ? [.. numbers.Select(size => (int)size)]
            : throw new InvalidDataException($"an array says that it has the dimensions {string.Join(" x ", numbers)}; two or more, none below 0, are expected.");
    }

    private static double[] Values(MatReader reader, string name, int[] dimensions)
    {
        var count = dimensions.Aggregate(1.0, (product, size) => product * size);
        var tag = reader.ReadTag();
        // Doubles are at least a byte each in the file.
        if (count > MatFile.MostArrayBytes / sizeof(double) || count > tag.Bytes)
            throw new InvalidDataException($"'{name}' says that it is {string.Join(" x ", dimensions)}, and has {tag.Bytes:N0} bytes of numbers.");
        var values = reader.Numbers(tag.Type, reader.ReadData(tag, MatFile.MostArrayBytes));
        return values.Length == count ? values
            : throw new InvalidDataException($"'{name}' says that it is {string.Join(" x ", dimensions)}, and has {values.Length:N0} numbers.");
    }

    private static MatTag Expect(MatTag tag, MatType type, int? bytes) => tag.Type == type && (bytes is null || tag.Bytes == bytes) ? tag
        : throw new InvalidDataException($"an array has an element of type {(int)tag.Type} and {tag.Bytes:N0} bytes where {type} was expected: the file is damaged.");
}
