using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>Writes tensors as a safetensors file.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes tensors in the given order. The same tensors give the same bytes.</summary>
    /// <param name="stream">Where to; it stays open and need not seek.</param>
    /// <param name="tensors">Names and tensors, on any device and with any strides. One at a time is brought to the CPU.</param>
    /// <exception cref="ArgumentException">A name comes twice, or an element type cannot be written.</exception>
    public static void Write(Stream stream, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        var rows = tensors.ToList();
        var header = Header(rows);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, value) in rows)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            if (value.NumberOfElements > 0) stream.Write(value.detach().cpu().contiguous().bytes);
        }
    }

    private static byte[] Header(List<(string Name, Tensor Value)> rows)
    {
        if (rows.GroupBy(row => row.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Each name must come once. Received twice: '{twice.Key}'.");
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            var position = 0L;
            writer.WriteStartObject();
            foreach (var (name, value) in rows)
            {
                var end = position + value.NumberOfElements * value.ElementSize;
                writer.WriteStartObject(name);
                writer.WriteString("dtype", ElementTypes.SafetensorsNameOf(value.dtype));
                WriteNumbers(writer, "shape", value.shape);
                WriteNumbers(writer, "data_offsets", [position, end]);
                writer.WriteEndObject();
                position = end;
            }
            writer.WriteEndObject();
        }
        // Spaces to a multiple of 8, so that readers which map the file find the numbers aligned.
        while (json.Length % 8 != 0) json.WriteByte((byte)' ');
        return json.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, long[] values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
