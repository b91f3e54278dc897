using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>The element types that checkpoints may hold, by the names that the formats give them.</summary>
internal static class ElementTypes
{
    private static readonly (ScalarType Type, int Bytes, string Storage, string Safetensors, string? Numpy)[] s_rows =
    [
        (ScalarType.Float32, 4, "torch.FloatStorage", "F32", "f4"),
        (ScalarType.Float64, 8, "torch.DoubleStorage", "F64", "f8"),
        (ScalarType.Float16, 2, "torch.HalfStorage", "F16", "f2"),
        (ScalarType.BFloat16, 2, "torch.BFloat16Storage", "BF16", null),
        (ScalarType.Int64, 8, "torch.LongStorage", "I64", "i8"),
        (ScalarType.Int32, 4, "torch.IntStorage", "I32", "i4"),
        (ScalarType.Int16, 2, "torch.ShortStorage", "I16", "i2"),
        (ScalarType.Int8, 1, "torch.CharStorage", "I8", "i1"),
        (ScalarType.Byte, 1, "torch.ByteStorage", "U8", "u1"),
        (ScalarType.Bool, 1, "torch.BoolStorage", "BOOL", "b1"),
    ];

    /// <summary>The names of the safetensors types, for messages.</summary>
    public static string KnownSafetensors => string.Join(", ", s_rows.Select(row => row.Safetensors));

    /// <summary>The names of NumPy's types, for messages.</summary>
    public static string KnownNumpy => string.Join(", ", s_rows.Where(row => row.Numpy is not null).Select(row => row.Numpy));

    public static int BytesOf(ScalarType type) => s_rows.First(row => row.Type == type).Bytes;

    public static string SafetensorsNameOf(ScalarType type) => s_rows.FirstOrDefault(row => row.Type == type).Safetensors
        ?? throw new ArgumentException($"A tensor's element type must be one of {KnownSafetensors}. Received: {type}.");

    public static ScalarType? OfStorage(string name) => s_rows.Where(row => row.Storage == name).Select(row => (ScalarType?)row.Type).FirstOrDefault();

    public static ScalarType? OfSafetensors(string name) => s_rows.Where(row => row.Safetensors == name).Select(row => (ScalarType?)row.Type).FirstOrDefault();

    /// <summary>The type by NumPy's name without the byte order, such as f4.</summary>
    public static ScalarType? OfNumpy(string name) => s_rows.Where(row => row.Numpy == name).Select(row => (ScalarType?)row.Type).FirstOrDefault();
}
