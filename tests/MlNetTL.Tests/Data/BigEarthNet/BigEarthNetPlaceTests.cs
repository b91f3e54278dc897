using MlNetTL.Data;

namespace MlNetTL.Tests.Data.BigEarthNet;

[TestClass]
public sealed class BigEarthNetPlaceTests
{
    // The same ground on two dates is one place: tile_source of version 1, a patch of version 2, and names without a tile.
    [TestMethod]
    [DataRow("S2A_MSIL1C_20170924T093021_N0205_R136_T35VPK_20170924T093020.SAFE", "T35VPK")]
    [DataRow("S2B_MSIL1C_20180204T094201_N0206_R036_T35VPK_20180204T094159.SAFE", "T35VPK")]
    [DataRow("S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_57", "T33UUP")]
    [DataRow("S2A_MSIL2A_20170613T101031_87_48", "S2A_MSIL2A_20170613T101031")]
    public void APlaceIsATileOfTheGridAndNoAcquisition(string text, string place) => Assert.AreEqual(place, BigEarthNetFolders.PlaceOf(text, text));
}
