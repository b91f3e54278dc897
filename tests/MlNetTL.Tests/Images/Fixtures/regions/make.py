"""Makes the fixtures of this folder with Pillow, NumPy and GDAL: /usr/bin/python3 make.py. X.raw holds regions of X as numpy.pad(mode='reflect') gives them,
one after the other (planes, then rows), 16 bit as little endian; regions.txt lists the regions."""
import numpy as np
from PIL import Image
from osgeo import gdal

gdal.UseExceptions()
rng = np.random.default_rng(11)
HEIGHT, WIDTH = 9, 13
# x, y, width, height: inside, each border, each corner, more than one mirror image away, and the whole with a frame.
REGIONS = [(2, 3, 5, 4), (-3, 2, 6, 4), (9, 1, 7, 5), (4, -2, 4, 6), (5, 6, 4, 7), (-4, -5, 8, 8), (10, 7, 6, 5), (-30, -20, 32, 22), (-2, -2, 17, 13), (12, 8, 40, 30), (0, 0, 13, 9)]


def cut(values, region):
    """A region of planes [bands, rows, columns], filled by numpy.pad."""
    x, y, width, height = region
    bands, rows, columns = values.shape
    left, top, right, bottom = max(0, -x), max(0, -y), max(0, x + width - columns), max(0, y + height - rows)
    padded = np.pad(values, ((0, 0), (top, bottom), (left, right)), mode="reflect")
    return padded[:, y + top:y + top + height, x + left:x + left + width]


def raw(name, values, regions=REGIONS):
    wide = values.dtype.itemsize == 2
    with open(name, "wb") as file:
        for region in regions:
            file.write(cut(values, region).astype("<u2" if wide else "u1").tobytes())


def tiff(name, values, kind, options=()):
    bands, rows, columns = values.shape
    made = gdal.GetDriverByName("GTiff").Create(name, columns, rows, bands, kind, list(options))
    for band in range(bands):
        made.GetRasterBand(band + 1).WriteArray(values[band])
    made = None


grey = rng.integers(0, 256, (1, HEIGHT, WIDTH), dtype=np.uint8)
Image.fromarray(grey[0]).save("grey.png")
raw("grey.raw", grey)
colour = rng.integers(0, 256, (3, HEIGHT, WIDTH), dtype=np.uint8)
Image.fromarray(colour.transpose(1, 2, 0)).save("colour.png")
raw("colour.raw", colour)
wide = rng.integers(0, 65536, (1, HEIGHT, WIDTH), dtype=np.uint16)
Image.fromarray(wide[0]).save("wide.png")
raw("wide.raw", wide)
for bands, options in ((4, ("INTERLEAVE=PIXEL", "COMPRESS=LZW", "PHOTOMETRIC=MINISBLACK")), (10, ("INTERLEAVE=BAND", "COMPRESS=LZW")), (64, ("INTERLEAVE=PIXEL", "COMPRESS=DEFLATE"))):
    values = rng.integers(0, 65536, (bands, HEIGHT, WIDTH), dtype=np.uint16)
    tiff(f"bands{bands}.tif", values, gdal.GDT_UInt16, options)
    raw(f"bands{bands}.raw", values, REGIONS[:3] if bands == 64 else REGIONS)
# Of a single row nothing can be mirrored upwards: numpy repeats it.
line = rng.integers(0, 256, (1, 1, 5), dtype=np.uint8)
Image.fromarray(line[0]).save("line.png")
raw("line.raw", line, [(-6, -2, 9, 4), (3, 0, 12, 1)])
# A file whose rows are turned by its EXIF orientation: regions are cut from the upright image.
exif = Image.Exif()
exif[0x0112] = 6
turned = Image.fromarray(np.rot90(colour.transpose(1, 2, 0), 1).copy())
turned.save("turned.png", exif=exif)
with open("regions.txt", "w") as file:
    file.writelines(",".join(map(str, region)) + "\n" for region in REGIONS)
