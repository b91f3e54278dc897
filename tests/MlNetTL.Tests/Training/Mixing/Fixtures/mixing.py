"""The distribution function of Beta(alpha, alpha) by SciPy, and CutMix's boxes by the rule of Yun et al. 2019, equation 2 with the roundings of their code (sides rounded down, half of each to each side of the
centre, cut at the border). python3 mixing.py"""
import json, pathlib
import numpy as np
from scipy import stats

points = [0.0001, 0.001, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.99, 0.999, 0.9999]
beta = [{"alpha": a, "points": points, "cdf": stats.beta.cdf(points, a, a).tolist()} for a in (0.05, 0.1, 0.2, 0.4, 1, 2.5, 8)]

r, boxes = np.random.default_rng(4), []
for height, width in ((32, 32), (224, 224), (17, 40), (224, 192)):
    for share in (0.0, 0.001, 0.25, 0.5, 0.9, 0.9999, 1.0, *r.random(5)):
        for cy, cx in ((0, 0), (height - 1, width - 1), (r.integers(height), r.integers(width))):
            cut = np.sqrt(1 - share)
            h, w = int(height * cut), int(width * cut)
            top, bottom = np.clip(cy - h // 2, 0, height), np.clip(cy + h // 2, 0, height)
            left, right = np.clip(cx - w // 2, 0, width), np.clip(cx + w // 2, 0, width)
            boxes.append([int(v) for v in (height, width)] + [float(share)] + [int(v) for v in (cy, cx, top, left, bottom - top, right - left)])
(pathlib.Path(__file__).parent / "mixing.json").write_text(json.dumps({"beta": beta, "boxes": boxes}))
