using System.Buffers.Binary;

namespace MlNetTL.Weights;

/// <summary>Tells by its first bytes what kind of file a checkpoint is.</summary>
internal static class CheckpointFormat
{
    public const string Safetensors = nameof(Safetensors);
    public const string Zip = nameof(Zip);
    public const string Npz = nameof(Npz);
    public const string Stream = nameof(Stream);

    // Protocol 2, then the ten-byte magic number that torch.save wrote before version 1.6.
    private static ReadOnlySpan<byte> StreamMagic => [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary><see cref="Safetensors"/>, <see cref="Zip"/>, <see cref="Npz"/>, <see cref="Stream"/>, or the end of a sentence that says why the file is neither.</summary>
    public static string Of(ByteSource source)
    {
        var start = source.Read(0, (int)Math.Min(source.Length, 16));
        if (start.Length == 0) return "is empty. A checkpoint must be a .safetensors or .npz file or one written by torch.save.";
        if (start.AsSpan().StartsWith("PK\u0003\u0004"u8)) return BeginsWithAnArray(source) ? Npz : Zip;
        if (start.Length > 8 && start[8] == '{') return Safetensors;
        if (start.AsSpan().StartsWith(StreamMagic)) return Stream;
        return "is not a checkpoint. It must be a .safetensors or .npz file or one written by torch.save.";
    }

    // NumPy puts nothing but arrays into its zips; PyTorch begins its own with the pickle.
    private static bool BeginsWithAnArray(ByteSource source)
    {
        if (source.Length < 30) return false;
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(source.Read(26, 2));
        return nameLength <= source.Length - 30 && source.Read(30, nameLength).AsSpan().EndsWith(".npy"u8);
    }
}
