"""Macenko's stain normalisation by NumPy (eigh, percentile, lstsq) on drawn tissue: python3 make.py.

tissueN.png are images stained in different ways, tissueN.raw what they become with the published reference [3, height, width], and stains.json the stains
that are found in each and in all pixels of the first two together."""
import json

import numpy as np
from PIL import Image
from scipy import ndimage

rng = np.random.default_rng(9)
REFERENCE = np.array([[0.5626, 0.2159], [0.7201, 0.8012], [0.4062, 0.5581]])
MAXIMA = np.array([1.9705, 1.0308])


def density(pixels):
    return -np.log((pixels.reshape(-1, 3).astype(np.float64) + 1) / 240)


def find(pixels):
    """Macenko et al., ISBI 2009, with Veta's constants."""
    od = density(pixels)
    tissue = od[(od >= 0.15).all(1)]
    _, vectors = np.linalg.eigh(np.cov(tissue.T))
    plane = vectors[:, [2, 1]]
    if plane[:, 0].sum() < 0: plane[:, 0] *= -1
    on = tissue @ plane
    low, high = np.percentile(np.arctan2(on[:, 1], on[:, 0]), [1, 99])
    a, b = plane @ [np.cos(low), np.sin(low)], plane @ [np.cos(high), np.sin(high)]
    stains = np.stack([a, b] if a[0] > b[0] else [b, a], 1)
    amounts = np.linalg.lstsq(stains, od.T, rcond=None)[0]
    return stains, amounts, np.percentile(amounts, 99, axis=1)


def normalize(pixels):
    _, amounts, maxima = find(pixels)
    result = 240 * np.exp(-REFERENCE @ (amounts * (MAXIMA / maxima)[:, None]))
    return np.rint(np.minimum(result, 255)).astype(np.uint8).reshape(3, *pixels.shape[:2])


def tissue(h, e, strength):
    """Nuclei in hematoxylin on eosin, with glass beside."""
    nuclei = ndimage.gaussian_filter(rng.normal(0, 1, (60, 70)), 2)
    nuclei = np.clip(nuclei / nuclei.std(), 0, None) * 0.8
    ground = np.clip(0.7 + ndimage.gaussian_filter(rng.normal(0, 1, (60, 70)), 6) * 3, 0, None)
    ground[:, :8] = nuclei[:, :8] = 0
    od = strength * (nuclei[:, :, None] * np.array(h) + ground[:, :, None] * np.array(e)) + rng.normal(0, 0.01, (60, 70, 3))
    return np.clip(240 * np.exp(-od) - 1, 0, 255).astype(np.uint8)


images = [tissue([0.65, 0.70, 0.29], [0.07, 0.99, 0.11], 1.0), tissue([0.55, 0.75, 0.36], [0.21, 0.85, 0.48], 1.5), tissue([0.50, 0.70, 0.51], [0.16, 0.93, 0.33], 0.6)]
report = {}
for i, image in enumerate(images, 1):
    Image.fromarray(image).save(f"tissue{i}.png")
    open(f"tissue{i}.raw", "wb").write(normalize(image).tobytes())
    stains, _, maxima = find(image)
    report[f"tissue{i}"] = [*stains.T.ravel().tolist(), *maxima.tolist()]
stains, _, maxima = find(np.concatenate([images[0].reshape(-1, 3), images[1].reshape(-1, 3)]))
report["both"] = [*stains.T.ravel().tolist(), *maxima.tolist()]
json.dump(report, open("stains.json", "w"), indent=1)
print(json.dumps(report))
