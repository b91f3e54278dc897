"""Makes the fixtures of this folder with Pillow, NumPy and torchvision: python3 make.py. X.raw is what the outside reference gives for X."""
import struct
import zlib

import numpy as np
import torch
from PIL import Image, ImageOps
from torchvision.transforms import functional as F

rng = np.random.default_rng(7)


def png(path, values, bits, colour, palette=None):
    """A PNG of any depth, as Pillow writes neither 2 and 4 bit grey nor 16-bit colour."""
    height, width = values.shape[:2]
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b""
    for row in values.reshape(height, -1):
        if bits == 16:
            rows += b"\0" + row.astype(">u2").tobytes()
        else:
            text = "".join(format(v, f"0{bits}b") for v in row)
            text += "0" * (-len(text) % 8)
            rows += b"\0" + bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    if palette is not None:
        data += chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    open(path, "wb").write(data + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def tiff(path, values, sample_format=1):
    """A TIFF of any number of bands, without compression, grey by its header."""
    height, width, bands = values.shape
    bits = values.dtype.itemsize * 8
    pixels = values.astype(values.dtype.newbyteorder("<")).tobytes()
    entries, extra = [], b""
    after = 8 + len(pixels)
    tags = [(256, 4, [width]), (257, 4, [height]), (258, 3, [bits] * bands), (259, 3, [1]), (262, 3, [1]), (273, 4, [8]), (277, 3, [bands]),
            (278, 4, [height]), (279, 4, [len(pixels)]), (284, 3, [1]), (338, 3, [0] * (bands - 1)), (339, 3, [sample_format] * bands)]
    tags = [t for t in tags if t[2]]
    directory = after + sum(2 * len(v) for _, k, v in tags if k == 3 and len(v) > 2)
    directory += directory % 2
    for tag, kind, numbers in tags:
        data = struct.pack("<" + ("H" if kind == 3 else "I") * len(numbers), *numbers)
        if len(data) > 4:
            entries.append(struct.pack("<HHII", tag, kind, len(numbers), after + len(extra)))
            extra += data
        else:
            entries.append(struct.pack("<HHI", tag, kind, len(numbers)) + data.ljust(4, b"\0"))
    body = (pixels + extra).ljust(directory - 8, b"\0")
    open(path, "wb").write(b"II*\0" + struct.pack("<I", directory) + body + struct.pack("<H", len(entries)) + b"".join(entries) + b"\0\0\0\0")


def planes(image):
    values = np.asarray(image)
    return values if values.ndim == 2 else values.transpose(2, 0, 1)


def raw(path, values):
    np.ascontiguousarray(values).tofile(path)


def torch_resize(values, height, width):
    tensor = torch.from_numpy(np.ascontiguousarray(planes(values)).astype(np.float64))
    tensor = tensor if tensor.ndim == 3 else tensor[None]
    return F.resize(tensor, [height, width], antialias=True).round().numpy()


# Noise is the hardest thing to resize alike.
noise = Image.fromarray(rng.integers(0, 256, (47, 61, 3), dtype=np.uint8))
noise.save("noise.png")
raw("noise.down.raw", planes(noise.resize((32, 24), Image.BILINEAR)))
raw("noise.up.raw", planes(noise.resize((90, 70), Image.BILINEAR)))
raw("noise.mixed.raw", planes(noise.resize((90, 9), Image.BILINEAR)))
raw("noise.luma.raw", planes(noise.convert("L")))
raw("noise.torch.raw", torch_resize(noise, 24, 32).astype(np.uint8))
raw("noise.pad.raw", planes(ImageOps.pad(noise, (40, 40), Image.BILINEAR)))
raw("noise.crop.raw", planes(F.center_crop(F.resize(noise, 31, Image.BILINEAR), [31, 31])))
raw("noise.crop_wide.raw", planes(F.center_crop(noise.resize((40, 47 * 40 // 61), Image.BILINEAR), [20, 40])))
raw("noise.pad_tall.raw", planes(ImageOps.pad(noise, (21, 50), Image.BILINEAR)))

grey16 = rng.integers(0, 65536, (19, 23), dtype=np.uint16)
png("grey16.png", grey16, 16, 0)
raw("grey16.raw", grey16)
raw("grey16.torch.raw", torch_resize(grey16, 8, 11).astype(np.uint16))
raw("grey16.byte.raw", np.floor(grey16 / 257 + 0.5).astype(np.uint8))
rgb16 = rng.integers(0, 65536, (11, 13, 3), dtype=np.uint16)
png("rgb16.png", rgb16, 16, 2)
raw("rgb16.raw", rgb16.transpose(2, 0, 1))

for bits in (1, 2, 4):
    small = rng.integers(0, 2 ** bits, (9, 13), dtype=np.uint8)
    png(f"grey{bits}.png", small, bits, 0)
    raw(f"grey{bits}.raw", small * (255 // (2 ** bits - 1)))
palette = rng.integers(0, 256, (16, 3), dtype=np.uint8)
index = rng.integers(0, 16, (9, 13), dtype=np.uint8)
png("palette.png", index, 4, 3, palette)
raw("palette.raw", palette[index].transpose(2, 0, 1))
rgba = rng.integers(0, 256, (9, 13, 4), dtype=np.uint8)
Image.fromarray(rgba, "RGBA").save("rgba.png")
raw("rgba.raw", rgba.transpose(2, 0, 1))
grey_alpha = rng.integers(0, 256, (9, 13, 2), dtype=np.uint8)
Image.fromarray(grey_alpha, "LA").save("grey_alpha.png")
raw("grey_alpha.raw", grey_alpha[..., 0])

# Smooth colours, as JPEG is made for, and a picture that shows which way is up.
y, x = np.mgrid[0:48, 0:64]
photo = Image.fromarray(np.stack([x * 4, y * 5, (x + y) * 2], 2).astype(np.uint8))
photo.save("photo.jpg", quality=90)
raw("photo.raw", planes(Image.open("photo.jpg")))
photo.convert("L").save("grey.jpg", quality=90)
raw("grey.raw", planes(Image.open("grey.jpg")))
photo.convert("CMYK").save("cmyk.jpg", quality=95)
raw("cmyk.raw", planes(Image.open("cmyk.jpg").convert("RGB")))
small = photo.resize((24, 16))
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    small.save(f"turned{orientation}.jpg", quality=95, subsampling=0, exif=exif)
    raw(f"turned{orientation}.raw", planes(ImageOps.exif_transpose(Image.open(f"turned{orientation}.jpg"))))

bands4 = rng.integers(0, 65536, (8, 10, 4), dtype=np.uint16)
tiff("bands4.tif", bands4)
raw("bands4.raw", bands4.transpose(2, 0, 1))
bands12 = rng.integers(0, 256, (8, 10, 12), dtype=np.uint8)
tiff("bands12.tif", bands12)
raw("bands12.raw", bands12.transpose(2, 0, 1))
tiff("float.tif", rng.random((8, 10, 1), dtype=np.float32), 3)
Image.fromarray(rgba[..., :3]).save("rgb.tif", compression="tiff_lzw")
raw("rgb.raw", rgba[..., :3].transpose(2, 0, 1))

# 20,000 x 20,000 by its header, with next to no data behind it.
header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
open("bomb.png", "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(60_001))) + chunk(b"IEND", b""))


def planar(path, values, order="<", rows=None, tile=None, big=False, photometric=1, compression=8, predictor=1):
    """A TIFF whose bands lie one after the other, in strips of some rows or in tiles."""
    height, width, bands = values.shape
    side = tile or 0
    parts = []
    for band in range(bands):
        plane = values[..., band]
        if tile:
            padded = np.zeros((-(-height // side) * side, -(-width // side) * side), plane.dtype)
            padded[:height, :width] = plane
            blocks = [padded[y:y + side, x:x + side] for y in range(0, padded.shape[0], side) for x in range(0, padded.shape[1], side)]
        else:
            blocks = [plane[y:y + rows] for y in range(0, height, rows)]
        for block in blocks:
            if predictor == 2:
                block = np.diff(block, axis=1, prepend=block.dtype.type(0))
            data = block.astype(block.dtype.newbyteorder(order)).tobytes()
            parts.append(zlib.compress(data) if compression == 8 else data)
    header = 16 if big else 8
    offsets = [header + sum(map(len, parts[:i])) for i in range(len(parts))]
    bits = values.dtype.itemsize * 8
    tags = [(256, 3, [width]), (257, 3, [height]), (258, 3, [bits] * bands), (259, 3, [compression]), (262, 3, [photometric]), (277, 3, [bands]), (284, 3, [2]),
            (317, 3, [predictor]), (339, 3, [1] * bands)]
    long = 16 if big else 4
    lengths = [len(part) for part in parts]
    tags += [(322, 3, [side]), (323, 3, [side]), (324, long, offsets), (325, long, lengths)] if tile else [(273, long, offsets), (278, 3, [rows]), (279, long, lengths)]
    inline, count, position = (8, "Q", "Q") if big else (4, "H", "I")
    body = b"".join(parts)
    extra, entries = b"", b""
    for tag, kind, numbers in sorted(tags):
        packed = struct.pack(order + {3: "H", 4: "I", 16: "Q"}[kind] * len(numbers), *numbers)
        field = packed.ljust(inline, b"\0")
        if len(packed) > inline:
            field = struct.pack(order + position, header + len(body) + len(extra))
            extra += packed
        entries += struct.pack(order + "HH" + position, tag, kind, len(numbers)) + field
    start = header + len(body) + len(extra)
    magic = (b"II" if order == "<" else b"MM") + (struct.pack(order + "HHHQ", 43, 8, 0, start) if big else struct.pack(order + "HI", 42, start))
    open(path, "wb").write(magic + body + extra + struct.pack(order + count, len(tags)) + entries + bytes(8))
    open(path[:-3] + "raw", "wb").write(values.transpose(2, 0, 1).tobytes())


# Bands that lie apart, in every form that satellite images come in.
apart = np.random.default_rng(11)
planar("planar_strips.tif", apart.integers(0, 65536, (20, 18, 4), dtype=np.uint16), rows=7, predictor=2)
planar("planar_big_endian.tif", apart.integers(0, 65536, (20, 18, 5), dtype=np.uint16), ">", rows=20, compression=1)
planar("planar_tiles.tif", apart.integers(0, 65536, (20, 18, 3), dtype=np.uint16), tile=16)
planar("planar_bigtiff.tif", apart.integers(0, 65536, (9, 18, 2), dtype=np.uint16), rows=4, big=True)
planar("planar_rgb.tif", apart.integers(0, 256, (12, 10, 3), dtype=np.uint8), rows=12, photometric=2)
