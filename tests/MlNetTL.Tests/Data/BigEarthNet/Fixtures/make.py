"""Makes patches of both versions of BigEarthNet with GDAL: /usr/bin/python3 make.py (version 2's table comes from make_metadata.sql). A pixel of band i of
patch p has the value 1000 p + 100 i + its column."""
import json
import os

import numpy as np
from osgeo import gdal

BANDS = {"B01": 20, "B02": 120, "B03": 120, "B04": 120, "B05": 60, "B06": 60, "B07": 60, "B08": 120, "B8A": 60, "B09": 20, "B11": 60, "B12": 60}
V1 = {
    "S2A_MSIL2A_20170613T101031_0_45": ["Non-irrigated arable land", "Transitional woodland/shrub", "Airports"],
    "S2A_MSIL2A_20170613T101031_1_7": ["Peatbogs", "Sea and ocean", "Coastal lagoons"],
    "S2B_MSIL2A_20180204T94161_57_38": ["Airports", "Bare rock"],
}
V2 = ["S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_57", "S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_58", "S2B_MSIL2A_20180204T094161_N9999_R022_T34VER_1_2"]


def write_patch(folder, name, number):
    os.makedirs(folder, exist_ok=True)
    for i, (band, side) in enumerate(BANDS.items()):
        made = gdal.GetDriverByName("GTiff").Create(f"{folder}/{name}_{band}.tif", side, side, 1, gdal.GDT_UInt16, ["COMPRESS=DEFLATE"])
        made.GetRasterBand(1).WriteArray(np.tile(np.arange(side) + 1000 * number + 100 * i, (side, 1)).astype(np.uint16))
        made = None


gdal.UseExceptions()
for number, (name, labels) in enumerate(V1.items()):
    write_patch(f"v1/{name}", name, number)
    json.dump({"labels": labels, "tile_source": f"S2A_MSIL1C_{number // 2}.SAFE"}, open(f"v1/{name}/{name}_labels_metadata.json", "w"))
for number, name in enumerate(V2):
    write_patch(f"v2/BigEarthNet-S2/{name.rsplit('_', 2)[0]}/{name}", name, number)
# Bands that are not as they should be.
gdal.GetDriverByName("GTiff").Create("eight_bits.tif", 120, 120, 1, gdal.GDT_Byte, ["COMPRESS=DEFLATE"])
gdal.GetDriverByName("GTiff").Create("coarse.tif", 60, 60, 1, gdal.GDT_UInt16, ["COMPRESS=DEFLATE"])
