namespace MlNetTL.Weights;

/// <summary>Where an entry of a zip lies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stored">Its bytes in the file, compressed or not.</param>
/// <param name="Length">The number of bytes that it claims to have once inflated.</param>
/// <param name="Checksum">The CRC-32 of those.</param>
/// <param name="IsDeflated">Whether it is compressed.</param>
internal sealed record ZipEntry(string Name, ByteRange Stored, long Length, uint Checksum, bool IsDeflated);
