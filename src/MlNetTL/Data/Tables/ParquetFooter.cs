using System.Buffers.Binary;
using Parquet;
using Parquet.Schema;

namespace MlNetTL.Data;

/// <summary>Compares the lengths that a Parquet file states with its size, before anything is allocated by them. Format: github.com/apache/parquet-format.</summary>
internal static class ParquetFooter
{
    // The densest encodings put many equal values into few bytes, but paths are all different: no honest table of images comes near this.
    private const long MostValuesPerByte = 64;

    // Deflate packs at best 1,032 to 1; lists of equal values go further by their run lengths, and still stay far below.
    private const long MostBytesPerByte = 2048;

    private const int TailLength = 8;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Whether a file begins as Parquet does.</summary>
    public static bool HasMagicAtStart(FileStream file)
    {
        Span<byte> start = stackalloc byte[4];
        return file.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual(Magic);
    }

    /// <summary>Checks both ends of a file and leaves it at its start.</summary>
    /// <exception cref="InvalidDataException">It is torn, or no Parquet.</exception>
    public static void Require(FileStream file)
    {
        if (!HasMagicAtStart(file)) throw new InvalidDataException("it does not begin with PAR1");
        if (file.Length < 2 * TailLength - 4) throw new InvalidDataException("it ends before its footer");
        Span<byte> tail = stackalloc byte[TailLength];
        file.Seek(-TailLength, SeekOrigin.End);
        file.ReadExactly(tail);
        if (!tail[4..].SequenceEqual(Magic)) throw new InvalidDataException("it does not end with PAR1, so its end is missing");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > file.Length - TailLength - 4) throw new InvalidDataException($"its footer is said to have {length:N0} bytes, more than there are");
        file.Seek(0, SeekOrigin.Begin);
    }

    /// <summary>Checks the number of rows.</summary>
    public static void Require(ParquetReader reader, long length)
    {
        foreach (var group in reader.RowGroups)
            if (group.RowCount < 0 || group.RowCount > length * MostValuesPerByte)
                throw new InvalidDataException($"a row group is said to have {group.RowCount:N0} rows, more than its bytes can hold");
    }

    /// <summary>Checks a column of a row group.</summary>
    public static void Require(ParquetRowGroupReader group, DataField field, long length)
    {
        var column = group.GetMetadata(field)?.MetaData ?? throw new InvalidDataException($"a row group lacks the column '{field.Name}'");
        var start = column.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
        if (start < 4 || column.TotalCompressedSize < 0 || start > length - column.TotalCompressedSize)
            throw new InvalidDataException($"the column '{field.Name}' is said to lie outside of the file");
        if (column.NumValues < group.RowCount || column.NumValues > length * MostValuesPerByte)
            throw new InvalidDataException($"the column '{field.Name}' is said to have {column.NumValues:N0} values for {group.RowCount:N0} rows");
        if (column.TotalUncompressedSize < 0 || column.TotalUncompressedSize > length * MostBytesPerByte)
            throw new InvalidDataException($"the column '{field.Name}' is said to unpack to {column.TotalUncompressedSize:N0} bytes, more than its bytes can hold");
    }
}
