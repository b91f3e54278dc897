namespace MlNetTL.Weights;

/// <summary>Where something lies in a file, in bytes.</summary>
internal readonly record struct ByteRange(long Start, long Length)
{
    public long End => Start + Length;
}
