namespace MlNetTL.Data;

/// <summary>A patch as its metadata have it.</summary>
/// <param name="Name">Its name, which its folder and files begin with.</param>
/// <param name="Folder">The full path of its folder.</param>
/// <param name="Labels">Its labels, by the names of its version.</param>
/// <param name="Source">The Sentinel-2 tile that it was cut from.</param>
/// <param name="Split">The part of the data that it belongs to; empty where the data do not tell.</param>
internal sealed record BigEarthNetPatch(string Name, string Folder, IReadOnlyList<string> Labels, string Source, string Split)
{
    /// <summary>The file of a band.</summary>
    public string FileOf(string band) => Path.Combine(Folder, $"{Name}_{band}.tif");
}
