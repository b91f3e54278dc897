"""Adaptive gradient clipping by Brock et al. 2021, 'High-performance large-scale image recognition without normalization', equation 3, in NumPy:
a unit's gradient G becomes clipping * max(|W|, eps) / |G| * G where |G| / max(|W|, eps) > clipping. A unit is a row of a matrix or an output of a
convolution; a vector (also one with dimensions of 1 around it) is one unit, as in the authors' code. python3 clipping.py"""
import json, pathlib
import numpy as np

rng = np.random.default_rng(2)
clipping, eps = 0.01, 1e-3
shapes = {"convolution": (4, 3, 2, 2), "matrix": (5, 3), "vector": (6,), "gain": (4, 1, 1, 1)}
out = {}
for name, shape in shapes.items():
    weight = rng.standard_normal(shape)
    gradient = rng.standard_normal(shape)
    if len(shape) > 1 and name != "gain":
        gradient[0] *= 1e-4   # too small to clip
        weight[1] = 0         # eps holds
        gradient[2] = 0
    whole = sum(size > 1 for size in shape) <= 1
    axes = None if whole else tuple(range(1, len(shape)))
    norm = lambda a: np.sqrt((a * a).sum(axis=axes, keepdims=True))
    most = clipping * np.maximum(norm(weight), eps)
    size = norm(gradient)
    clipped = np.where(size > most, gradient * most / np.maximum(size, 1e-6), gradient)
    out[name] = {"shape": shape, "weight": weight.flatten().tolist(), "gradient": gradient.flatten().tolist(), "clipped": clipped.flatten().tolist()}
json.dump(out, open(pathlib.Path(__file__).parent / "clipping.json", "w"))
