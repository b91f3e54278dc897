using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace MlNetTL.Tests.Weights;

/// <summary>Writes .npz files by NumPy's description of the format (numpy.lib.format), good ones and bad ones.</summary>
internal sealed class Npz(string path, CompressionLevel compression = CompressionLevel.NoCompression) : IDisposable
{
    private readonly ZipArchive _zip = new(File.Create(path), ZipArchiveMode.Create);

    public void Add(string name, float[] values, params long[] shape) => Add(name, HeaderOf("<f4", shape), MemoryMarshal.AsBytes<float>(values));

    public void Add(string name, byte[] header, ReadOnlySpan<byte> values)
    {
        using var entry = _zip.CreateEntry(name + ".npy", compression).Open();
        entry.Write(header);
        entry.Write(values);
    }

    public static byte[] HeaderOf(string type, params long[] shape) => Header($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Concat(shape.Select(size => $"{size}, "))}), }}");

    public static byte[] Header(string text, int? claimed = null)
    {
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(text + "\n")];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(claimed ?? text.Length + 1));
        return bytes;
    }

    public void Dispose() => _zip.Dispose();
}
