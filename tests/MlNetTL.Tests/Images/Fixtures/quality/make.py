"""The figures of image quality by SciPy and NumPy: python3 make.py. They are of images in ../steps and ../, at their own size."""
import json

import numpy as np
from PIL import Image
from scipy import ndimage


def figures(path, wide=False):
    values = np.asarray(Image.open(path)).astype(np.float64)
    if wide: values /= 257
    luma = values @ [0.299, 0.587, 0.114] if values.ndim == 3 else values
    lit = luma > 10
    laplacian = ndimage.laplace(luma)[1:-1, 1:-1]
    inner = ndimage.binary_erosion(lit, ndimage.generate_binary_structure(2, 1))[1:-1, 1:-1]
    top = (values > 254.5).any(2) if values.ndim == 3 else values > 254.5
    ordered = np.sort(np.floor(luma + 0.5).ravel())
    n = luma.size
    spread = ordered[int(np.ceil(0.99 * (n - 1)))] - ordered[int(0.01 * (n - 1))]
    return [float(laplacian[inner].var()) if inner.any() else 0, float(luma[lit].mean() / 255) if lit.any() else 0, float(top[lit].mean()) if lit.any() else 0,
            float(lit.mean()), bool(spread < 10)]


report = {name: figures(f"../{name}", name.endswith("16.png")) for name in ("steps/fundus.png", "steps/grey.png", "steps/framed.png", "steps/framed16.png", "steps/chest16.png", "noise.png")}
dark = np.random.default_rng(1).integers(0, 9, (40, 50)).astype(np.uint8)
Image.fromarray(dark).save("dark.png")
report["quality/dark.png"] = figures("dark.png")
json.dump(report, open("quality.json", "w"), indent=1)
print(json.dumps(report, indent=1))
