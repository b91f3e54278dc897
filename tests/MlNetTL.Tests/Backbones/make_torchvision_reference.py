#!/usr/bin/env python3
"""Writes torchvision.json: what torchvision 0.14.1 says and computes for every network that it shares with the table of backbones.

For each network: the number of parameters with 1000 outputs, the SHA-256 of its state's names and shapes with 10 outputs (a line 'name [a,b]' each), the
reported top-1, normalisation and image sizes of its weights, and the 2 x 10 logits in eval mode for the golden formula (shared/golden/README.md) with weight_gain_squared
`gain`. The formula's gain of 2 makes deep EfficientNets amplify rounding until no two machines agree (torchvision's own B5 gives -136,544 with one thread
and -91,889 with two for the first logit), so they are computed in float64.

    nice python3 make_torchvision_reference.py > torchvision.json
"""
import hashlib
import json
import sys
import zlib

import numpy as np
import torch
import torchvision.models as models

NAMES = [*(f"vgg{n}{b}" for n in (11, 13, 16, 19) for b in ("", "_bn")), *(f"resnet{n}" for n in (18, 34, 50, 101, 152)),
         *(f"densenet{n}" for n in (121, 161, 169, 201)), "inception_v3", *(f"efficientnet_b{n}" for n in range(8))]
WEIGHTS = {name.lower().removesuffix("_weights"): getattr(models, name) for name in dir(models) if name.endswith("_Weights")}


def uniform(seed, count):
    with np.errstate(over="ignore"):
        z = (np.arange(count, dtype=np.uint64) + np.uint64(seed)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return ((z ^ (z >> np.uint64(31))) >> np.uint64(40)).astype(np.float64) / 2**24


def values(name, shape, gain):
    u = uniform(zlib.crc32(name.encode()), int(np.prod(shape)))
    last = name.rsplit(".", 1)[-1]
    if last == "input":
        u = (2 * u - 1) * 2
    elif last == "running_var":
        u = 0.5 + u
    elif last == "num_batches_tracked":
        u = 0 * u
    elif last != "running_mean" and len(shape) > 1:
        u = (2 * u - 1) * np.sqrt(3) * np.sqrt(gain / np.prod(shape[1:]))
    elif last == "weight":
        u = 0.5 + u
    else:
        u = 0.2 * (2 * u - 1)
    return torch.from_numpy(u.astype(np.float32)).reshape(shape)


rows = {}
for name in NAMES:
    build = getattr(models, name)
    extra = {"init_weights": False} if name.startswith(("vgg", "inception")) else {}
    parameters = sum(p.numel() for p in build(weights=None, **extra).parameters())
    network = build(weights=None, num_classes=10, **extra).eval()
    state = network.state_dict()
    shapes = "\n".join(f"{key} [{','.join(map(str, tensor.shape))}]" for key, tensor in state.items())
    double = name.startswith("efficientnet")
    with torch.no_grad():
        for key, tensor in state.items():
            tensor.copy_(values(key, tuple(tensor.shape), 2.0))
        x = values("input", (2, 3, 96, 96), 2.0)
        logits = network.double()(x.double()) if double else network(x)
    rows[name] = {"parameters": parameters, "state": hashlib.sha256(shapes.encode()).hexdigest(), "double": double, "output": logits.tolist(), "weights": [
        {"file": w.url.rsplit("/", 1)[-1], "top1": w.meta["_metrics"]["ImageNet-1K"]["acc@1"], "mean": w.transforms().mean, "std": w.transforms().std, "resize": w.transforms().resize_size[0],
         "crop": w.transforms().crop_size[0], "interpolation": w.transforms().interpolation.value} for w in WEIGHTS[name] if "features" not in w.url]}
    print(name, file=sys.stderr)
print(json.dumps(rows, indent=1).replace("\n    ", " ").replace("\n   ]", " ]"))
