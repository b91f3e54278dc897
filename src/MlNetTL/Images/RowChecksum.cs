using System.IO.Hashing;

namespace MlNetTL.Images;

/// <summary>What tells a damaged row of a store: the low half of XXH3's 64 bits, which is computed at the speed of memory.</summary>
internal static class RowChecksum
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => (uint)XxHash3.HashToUInt64(bytes);
}
