namespace MlNetTL.Tests.Data;

/// <summary>Three patches of either version of BigEarthNet, which GDAL and DuckDB wrote (Fixtures/make.py, make_metadata.sql).</summary>
internal static class BigEarthNetMiniature
{
    public const string First = "S2A_MSIL2A_20170613T101031_0_45", Second = "S2A_MSIL2A_20170613T101031_1_7", Third = "S2B_MSIL2A_20180204T94161_57_38";

    public static string Fixtures { get; } = Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Data", "BigEarthNet", "Fixtures");

    public static void WriteV1(string folder) => FolderCopy.Write(Path.Combine(Fixtures, "v1"), folder);

    public static void WriteV2(string folder) => FolderCopy.Write(Path.Combine(Fixtures, "v2"), folder);

    /// <summary>The file of a band of version 1.</summary>
    public static string BandOf(string folder, string patch, string band) => Path.Combine(folder, patch, $"{patch}_{band}.tif");
}
