"""What the image steps must give, computed with NumPy, SciPy, Pillow and OpenCV from the published formulas: python3 make.py.

X.png is the image, X.STEP.raw the result [channels, height, width], 16-bit values little-endian."""
import struct
import zlib

import cv2
import numpy as np
from PIL import Image
from scipy import ndimage

rng = np.random.default_rng(4)


def png(name, values):
    """Grey or colour of 8 or 16 bits; Pillow writes no 16-bit colour."""
    height, width = values.shape[:2]
    bits, colour = values.dtype.itemsize * 8, 0 if values.ndim == 2 else 2
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + row.astype(f">u{values.dtype.itemsize}").tobytes() for row in values.reshape(height, -1))
    open(name + ".png", "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
                                    + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def raw(name, values):
    values = values if values.ndim == 2 else values.transpose(2, 0, 1)
    print(name, values.shape, values.dtype, values.min(), values.max())
    open(name + ".raw", "wb").write(np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes())


def top(values):
    return np.iinfo(values.dtype).max


def clip(values, like):
    return np.clip(np.rint(values), 0, top(like)).astype(like.dtype)


def disc_crop(image, radius):
    """Graham's scaleRadius: the middle row's sums over a tenth of their mean; then the square around the disc, by Pillow's antialiased triangle filter."""
    sums = image[image.shape[0] // 2].reshape(image.shape[1], -1).astype(np.int64).sum(1)
    lit = np.flatnonzero(sums > sums.mean() / 10)
    side = len(lit)
    left, up = (lit[0] + lit[-1] + 1 - side) // 2, (image.shape[0] - side) // 2
    big = np.zeros((image.shape[0] + 2 * side, image.shape[1] + 2 * side, image.shape[2]), np.float32)
    big[side:-side, side:-side] = image
    square = big[up + side:up + 2 * side, left + side:left + 2 * side]
    scaled = [np.asarray(Image.fromarray(square[:, :, c], "F").resize((2 * radius, 2 * radius), Image.BILINEAR)) for c in range(square.shape[2])]
    return clip(np.stack(scaled, 2), image)


def local_mean(image, gain, sigma, kept):
    """Black rows at the top and bottom, and two beside them, are no part of the image."""
    shown = np.flatnonzero(image.reshape(len(image), -1).any(1))
    top_row, end = (shown[0] + 2 if shown[0] else 0), (shown[-1] - 1 if shown[-1] < len(image) - 1 else len(image))
    height, width = image.shape[:2]
    values = image[top_row:end].astype(np.float64)
    radius = min(height, width) / 2
    deviation = (sigma * radius, sigma * radius) + (0,) * (image.ndim - 2)
    blurred = ndimage.gaussian_filter(values, deviation, mode="mirror", truncate=3)
    mid = 128 * (top(image) // 255)
    result = np.full(image.shape, mid, np.float64)
    result[top_row:end] = gain * (values - blurred) + mid
    if kept is not None:
        y, x = np.mgrid[:height, :width]
        outside = (x - (width - 1) / 2) ** 2 + (y - (height - 1) / 2) ** 2 > (kept * radius) ** 2
        result[outside] = mid
    return clip(result, image)


def percentile_window(image, low, high):
    def stretch(values):
        a, b = np.percentile(values, [low, high])
        return values if b <= a else clip((values - a) / (b - a) * top(image), image)
    return stretch(image)   # grey, or the three colours together


def border_removal(image, tolerance, share):
    planes = image.reshape(*image.shape[:2], -1).astype(np.int64)
    def flat(line):
        ordered = np.sort(line, axis=0)
        median = ordered[(len(line) - 1) // 2]
        return bool(((np.abs(line - median) <= tolerance * top(image)).mean(0) >= share).all())
    y0, y1, x0, x1 = 0, planes.shape[0], 0, planes.shape[1]
    while True:
        old = (y0, y1, x0, x1)
        while flat(planes[y0, x0:x1]): y0 += 1
        while flat(planes[y1 - 1, x0:x1]): y1 -= 1
        while flat(planes[y0:y1, x0]): x0 += 1
        while flat(planes[y0:y1, x1 - 1]): x1 -= 1
        if old == (y0, y1, x0, x1): return image[y0:y1, x0:x1]


def clahe(image, limit, tiles, levels):
    """Zuiderveld's with OpenCV's choices, but for the number of levels of 16 bits."""
    height, width = image.shape
    whole = height % tiles == 0 and width % tiles == 0
    padded = image if whole else np.pad(image, ((0, tiles - height % tiles), (0, tiles - width % tiles)), "reflect")
    th, tw = padded.shape[0] // tiles, padded.shape[1] // tiles
    step = (top(image) + 1) // levels
    maps = np.zeros((tiles, tiles, levels), np.float32)
    for r in range(tiles):
        for c in range(tiles):
            counts = np.bincount((padded[r * th:(r + 1) * th, c * tw:(c + 1) * tw] // step).ravel(), minlength=levels)
            most = max(1, int(limit * th * tw / levels))
            excess = np.maximum(counts - most, 0).sum()
            counts = np.minimum(counts, most) + excess // levels
            rest = excess % levels
            if rest:
                stride = max(levels // rest, 1)
                counts[np.arange(0, levels, stride)[:rest]] += 1
            maps[r, c] = np.rint((np.cumsum(counts).astype(np.float32) * np.float32(np.float32(top(image)) / np.float32(th * tw))).clip(0, top(image)))
    def around(count, size):
        at = np.arange(count, dtype=np.float32) * np.float32(np.float32(1) / np.float32(size)) - np.float32(0.5)   # single precision, as there: ties are frequent
        low = np.floor(at).astype(int)
        return np.maximum(low, 0), np.minimum(low + 1, tiles - 1), at - low
    (ya, yb, fy), (xa, xb, fx) = around(height, th), around(width, tw)
    v = image // step
    at = lambda r, c: maps[r[:, None], c[None, :], v]
    result = (at(ya, xa) * (1 - fx) + at(ya, xb) * fx) * (1 - fy)[:, None] + (at(yb, xa) * (1 - fx) + at(yb, xb) * fx) * fy[:, None]
    return clip(result, image)


def fundus():
    y, x = np.mgrid[:96, :131]
    disc = (x - 64.3) ** 2 + (y - 47.5) ** 2 <= 53.4 ** 2
    shade = 1 - 0.5 * np.hypot(x - 40, y - 30) / 100
    texture = ndimage.gaussian_filter(rng.normal(0, 1, (96, 131)), 1.5) * 60
    colours = np.stack([(a * shade + texture * b) for a, b in ((190, 0.4), (100, 1.0), (50, 0.7))], 2)
    return np.where(disc[:, :, None], np.clip(colours, 20, 255), rng.integers(0, 4, (96, 131, 1))).astype(np.uint8)


def chest():
    """12-bit values in 16 bits, as a radiograph's."""
    field = ndimage.gaussian_filter(rng.normal(0, 1, (101, 78)), 5)
    return np.clip(1700 + field * 9000 + rng.normal(0, 60, field.shape), 0, 4095).astype(np.uint16)


def framed(image):
    """A dark frame at the top and left, a white one at the right, with a speck on each, inside which the image begins."""
    height, width = image.shape[:2]
    big = np.full((height + 12, width + 17) + image.shape[2:], top(image) // 50, image.dtype)
    big += rng.integers(0, top(image) // 60, big.shape).astype(image.dtype)
    big[:, -6:] = top(image)
    big[9:-3, 11:-6] = image
    return big


colour, grey = fundus(), chest()
png("fundus", colour)
png("fundus16", colour.astype(np.uint16) * 257)
png("chest", grey)
raw("fundus.discCrop", disc_crop(colour, 40))
raw("fundus16.discCrop", disc_crop(colour.astype(np.uint16) * 257, 70))
raw("fundus.localMean", local_mean(colour, 4, 1 / 30, 0.9))
raw("fundus16.localMean", local_mean(colour.astype(np.uint16) * 257, 4, 1 / 30, 0.9))
raw("chest.localMean", local_mean(grey, 6, 0.1, None))
cut_off = disc_crop(colour, 40)
png("cropped", cut_off)
raw("cropped.localMean", local_mean(cut_off, 4, 1 / 30, 0.95))
raw("chest.percentileWindow", percentile_window(grey, 0.5, 99.5))
raw("fundus.percentileWindow", percentile_window(colour, 2, 97))
frame8, frame16 = framed(colour[20:70, 40:90]), framed(grey * 16)
png("framed", frame8)
png("framed16", frame16)
raw("framed.borderRemoval", border_removal(frame8, 0.04, 0.98))
raw("framed16.borderRemoval", border_removal(frame16, 0.04, 0.98))

flat = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
png("grey", flat)
ours, theirs = clahe(flat, 3, 5, 256), cv2.createCLAHE(3, (5, 5)).apply(flat)
d = ours.astype(int) - theirs
assert abs(d).max() <= 1 and abs(d).mean() < 0.005, "the formula is OpenCV's, but for the order of additions"
raw("grey.clahe", theirs)
raw("chest.clahe", clahe(grey * 16, 2.5, 4, 4096))
png("chest16", grey * 16)
luma = ((colour.astype(np.int64) @ np.array([19595, 38470, 7471]) + 0x8000) >> 16).astype(np.uint8)
change = cv2.createCLAHE(2, (8, 8)).apply(luma).astype(int) - luma
raw("fundus.clahe", np.clip(colour + change[:, :, None], 0, 255).astype(np.uint8))
