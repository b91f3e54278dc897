"""Makes a CoNSeP of three small tiles with SciPy and Pillow: /usr/bin/python3 make.py. expected.json lists the nuclei and, for a patch of 16 pixels at each, the
sum of its values as numpy.pad(mode='reflect') gives it."""
import json
import os

import numpy as np
from PIL import Image
from scipy.io import savemat

rng = np.random.default_rng(3)
SIDE, PATCH = 64, 16
expected = {}
for split, names, compress in (("Train", ("train_1", "train_2", "train_10"), True), ("Test", ("test_1",), False)):
    for folder in ("Images", "Labels"):
        os.makedirs(f"miniature/{split}/{folder}", exist_ok=True)
    for name in names:
        types = np.concatenate([np.arange(1, 8), rng.integers(1, 8, 5)]).astype(np.float64)
        centroids = np.concatenate([[[0.2, 0.4], [SIDE - 0.6, SIDE - 0.7]], rng.uniform(0, SIDE - 1, (len(types) - 2, 2))])
        # Each type has its own colour, so that a network can tell the patches.
        tile = np.full((SIDE, SIDE, 3), 220, np.uint8)
        rows, columns = np.mgrid[:SIDE, :SIDE]
        for kind, (x, y) in zip(types, centroids):
            tile[(columns - x) ** 2 + (rows - y) ** 2 < 25] = (int(kind) * 30, 200 - int(kind) * 25, 90)
        Image.fromarray(tile).save(f"miniature/{split}/Images/{name}.png")
        maps = np.zeros((SIDE, SIDE))
        savemat(f"miniature/{split}/Labels/{name}.mat", {"inst_map": maps, "type_map": maps, "inst_type": types[:, None], "inst_centroid": centroids}, do_compression=compress)
        padded = np.pad(tile.astype(int), ((PATCH, PATCH), (PATCH, PATCH), (0, 0)), mode="reflect")
        corners = np.floor(centroids + 0.5).astype(int) - PATCH // 2
        expected[name] = [{"type": int(kind), "x": float(x), "y": float(y), "corner": [int(left), int(top)],
                           "sum": int(padded[top + PATCH:top + 2 * PATCH, left + PATCH:left + 2 * PATCH].sum())}
                          for kind, (x, y), (left, top) in zip(types, centroids, corners)]
json.dump(expected, open("expected.json", "w"), indent=1)
# Labels that do not fit each other, or the tile.
savemat("sizes.mat", {"inst_type": np.ones((2, 1)), "inst_centroid": np.ones((3, 2))})
savemat("values.mat", {"inst_type": np.array([[0], [2.5], [1], [2]]), "inst_centroid": np.array([[1, 1], [2, 2], [SIDE, 3], [np.nan, 1]])})
