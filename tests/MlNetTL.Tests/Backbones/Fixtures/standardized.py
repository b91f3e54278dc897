"""What PyTorch makes of a convolution with standardised weights, forward and back: python3 standardized.py

plain: (w - mean) / sqrt(var + 1e-8), as in Big Transfer. scaled: gain * gamma / sqrt(fan_in) * (w - mean) / sqrt(var + 1e-5), as in NF-ResNet."""
import json, pathlib
import torch

torch.manual_seed(1)
gamma = 1.7139588594436646
x = torch.randn(2, 3, 5, 4, dtype=torch.float64)
weight = 0.3 * torch.randn(4, 3, 3, 3, dtype=torch.float64) + 0.1
gain = torch.rand(4, 1, 1, 1, dtype=torch.float64) + 0.5
bias = torch.randn(4, dtype=torch.float64)
out = {}
for kind in ("plain", "scaled"):
    leaves = {"x": x, "weight": weight} | ({"gain": gain, "bias": bias} if kind == "scaled" else {})
    leaves = {name: value.clone().requires_grad_() for name, value in leaves.items()}
    w = leaves["weight"]
    var, mean = torch.var_mean(w, dim=(1, 2, 3), unbiased=False, keepdim=True)
    w = (w - mean) / torch.sqrt(var + (1e-5 if kind == "scaled" else 1e-8))
    if kind == "scaled":
        w = w * leaves["gain"] * gamma / (3 * 3 * 3) ** 0.5
    y = torch.nn.functional.conv2d(leaves["x"], w, leaves.get("bias"), stride=2, padding=1)
    y.pow(3).sum().backward()
    rows = {name: value for name, value in leaves.items()} | {"y": y} | {f"grad {name}": value.grad for name, value in leaves.items()}
    out[kind] = {name: {"shape": list(value.shape), "values": value.flatten().tolist()} for name, value in rows.items()}
json.dump(out, open(pathlib.Path(__file__).parent / "standardized.json", "w"))
