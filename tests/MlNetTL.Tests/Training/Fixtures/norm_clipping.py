"""Gradients before and after PyTorch's (1.13) torch.nn.utils.clip_grad_norm_, in double precision: where they are longer than the maximum, shorter, and just about as
long, and where one parameter has no gradient. python3 norm_clipping.py"""
import json, pathlib
import torch

torch.manual_seed(4)
shapes = [(3, 2), (4,), (2, 1, 2, 2)]
out = []
for maximum in (1.0, 100.0, None):
    gradients = [torch.randn(shape, dtype=torch.float64) for shape in shapes]
    if maximum is None:
        maximum = float(torch.cat([g.flatten() for g in gradients]).norm())
    parameters = [torch.nn.Parameter(torch.zeros(shape, dtype=torch.float64)) for shape in shapes + [(5,)]]
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient.clone()
    total = torch.nn.utils.clip_grad_norm_(parameters, maximum)
    out.append({"maximum": maximum, "norm": float(total), "shapes": shapes,
                "gradients": [g.flatten().tolist() for g in gradients], "clipped": [p.grad.flatten().tolist() for p in parameters[:3]]})
json.dump(out, open(pathlib.Path(__file__).parent / "norm_clipping.json", "w"))
