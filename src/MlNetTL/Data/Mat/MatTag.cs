namespace MlNetTL.Data;

/// <summary>What stands before the data of an element.</summary>
/// <param name="Type">How the data are to be read.</param>
/// <param name="Bytes">Their length.</param>
/// <param name="IsSmall">Whether they take four bytes at most and lie in the tag itself.</param>
internal readonly record struct MatTag(MatType Type, uint Bytes, bool IsSmall)
{
    /// <summary>The bytes of a tag whose data come after it.</summary>
    public const int FullBytes = 8;
}
