namespace MlNetTL.Experiments.Describing;

/// <summary>What the pixels of the pipeline's images need on the disk.</summary>
/// <param name="Bytes">Bytes of those that are not stored yet.</param>
/// <param name="FreeBytes">Bytes that are free there.</param>
/// <param name="Folder">Where.</param>
internal sealed record StoreNeed(long Bytes, long FreeBytes, string Folder)
{
    /// <summary>Whether they fit.</summary>
    public bool Fits => Bytes <= FreeBytes;
}
