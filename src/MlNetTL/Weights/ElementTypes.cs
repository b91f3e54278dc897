using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>The element types that checkpoints may hold, by the names that the formats give them.</summary>
internal static class ElementTypes
{
    private static readonly (ScalarType Type, int Bytes, string Storage, string Safetensors)[] s_rows =
    [
        (ScalarType.Float32, 4, "torch.FloatStorage", "F32"),
        (ScalarType.Float64, 8, "torch.DoubleStorage", "F64"),
        (ScalarType.Float16, 2, "torch.HalfStorage", "F16"),
        (ScalarType.BFloat16, 2, "torch.BFloat16Storage", "BF16"),
        (ScalarType.Int64, 8, "torch.LongStorage", "I64"),
        (ScalarType.Int32, 4, "torch.IntStorage", "I32"),
        (ScalarType.Int16, 2, "torch.ShortStorage", "I16"),
        (ScalarType.Int8, 1, "torch.CharStorage", "I8"),
        (ScalarType.Byte, 1, "torch.ByteStorage", "U8"),
        (ScalarType.Bool, 1, "torch.BoolStorage", "BOOL"),
    ];

    /// <summary>The names of the safetensors types, for messages.</summary>
    public static string KnownSafetensors => string.Join(", ", s_rows.Select(row => row.Safetensors));

    public static int BytesOf(ScalarType type) => s_rows.First(row => row.Type == type).Bytes;

    public static string SafetensorsNameOf(ScalarType type) => s_rows.FirstOrDefault(row => row.Type == type).Safetensors
        ?? throw new ArgumentException($"A tensor's element type must be one of {KnownSafetensors}. Received: {type}.");

    public static ScalarType? OfStorage(string name) => s_rows.Where(row => row.Storage == name).Select(row => (ScalarType?)row.Type).FirstOrDefault();

    public static ScalarType? OfSafetensors(string name) => s_rows.Where(row => row.Safetensors == name).Select(row => (ScalarType?)row.Type).FirstOrDefault();
}
