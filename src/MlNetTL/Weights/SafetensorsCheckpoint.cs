using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>A safetensors file: the header's length (8 bytes), a JSON header, then the tensors' bytes, row-major and little-endian.</summary>
internal sealed class SafetensorsCheckpoint : Checkpoint
{
    // The limit of the format's own reader.
    private const long LongestHeader = 100_000_000;

    public SafetensorsCheckpoint(ByteSource source) : base(source)
    {
        if (source.Length < 10) throw source.Error($"is too short for a safetensors file: {source.Length} bytes.");
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(source.Read(0, 8));
        if (headerLength < 2 || headerLength > Math.Min(source.Length - 8, LongestHeader))
            throw source.Error($"claims a header of {headerLength} bytes; it has {source.Length - 8} after the length, and at most {LongestHeader} are read.");
        var problems = new Problems(source);
        var data = new ByteRange(8 + headerLength, source.Length - 8 - headerLength);
        var rows = ReadHeader(source.Read(8, (int)headerLength), data, problems);
        CheckOverlaps(rows, problems);
        problems.ThrowIfAny();
        AddAll(rows);
    }

    private List<(string Name, TensorView View, ByteRange Range)> ReadHeader(byte[] json, ByteRange data, Problems problems)
    {
        var rows = new List<(string, TensorView, ByteRange)>();
        try
        {
            using var header = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var row in header.RootElement.EnumerateObject().Where(row => row.Name != "__metadata__"))
            {
                if (ReadRow(row.Value, data, out var view, out var range) is { } problem) problems.Add($"tensor '{row.Name}': {problem}");
                else rows.Add((row.Name, view, range));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Source.Error($"has a header that is not the JSON of safetensors: {e.Message}");
        }
        return rows;
    }

    private static string? ReadRow(JsonElement row, ByteRange data, out TensorView view, out ByteRange range)
    {
        var typeName = row.GetProperty("dtype").GetString()!;
        long[] shape = [.. row.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long[] offsets = [.. row.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        var type = ElementTypes.OfSafetensors(typeName);
        view = new(type ?? ScalarType.Float32, 0, shape, TensorView.RowMajor(shape));
        range = default;
        if (type is null) return $"its type must be one of {ElementTypes.KnownSafetensors}; found {typeName}";
        if (offsets is not [var begin, var end] || begin < 0 || end < begin || end > data.Length)
            return $"its bytes [{string.Join(", ", offsets)}] must lie within the {data.Length} that follow the header";
        var size = ElementTypes.BytesOf(type.Value);
        if (view.Count is not { } count || (Int128)count * size != end - begin)
            return $"its shape [{string.Join(", ", shape)}] of {typeName} does not fit the {end - begin} bytes that it claims";
        range = new(data.Start + begin, end - begin);
        return null;
    }

    private static void CheckOverlaps(List<(string Name, TensorView View, ByteRange Range)> rows, Problems problems)
    {
        var sorted = rows.Where(row => row.Range.Length > 0).OrderBy(row => row.Range.Start).ToList();
        foreach (var (first, second) in sorted.Zip(sorted.Skip(1)))
            if (second.Range.Start < first.Range.End) problems.Add($"tensors '{first.Name}' and '{second.Name}' overlap");
    }
}
