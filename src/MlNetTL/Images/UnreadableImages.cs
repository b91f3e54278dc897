namespace MlNetTL.Images;

/// <summary>What happens to a row whose image cannot be read. Rows are never dropped by a transformer.</summary>
public enum UnreadableImages
{
    /// <summary>Reading the row fails with an <see cref="UnreadableImageException"/>.</summary>
    Fail,

    /// <summary>The row stays; its pixels are 0, the column <c>…Error</c> tells why, and its scores are NaN.</summary>
    Missing,
}
