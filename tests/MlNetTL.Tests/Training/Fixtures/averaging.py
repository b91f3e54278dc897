"""Moving averages of weights by PyTorch's own AveragedModel (torch 1.13, use_buffers=True), with avg_fn = d * average + (1 - d) * weights, at a constant decay and with TensorFlow's warm-up
min(decay, (1 + n) / (10 + n)), n the number of updates. python3 averaging.py

AveragedModel copies at its first update, which is given the first weights. It averages the running statistics as it does weights; the count of batches, a whole number, is left out here."""
import json, pathlib
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

torch.manual_seed(3)
net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))


def state(module):
    return {name: value.flatten().tolist() for name, value in module.state_dict().items() if value.is_floating_point()}


def averaged(decay, warmup):
    def rule(average, weights, n):
        d = min(decay, (1 + n.item()) / (10 + n.item())) if warmup else decay
        return d * average + (1 - d) * weights if average.is_floating_point() else weights
    return AveragedModel(net, avg_fn=rule, use_buffers=True)


models = {"constant": averaged(0.8, False), "warmup": averaged(0.8, True)}
for model in models.values():
    model.update_parameters(net)
out = {"decay": 0.8, "start": state(net), "steps": []}
optimizer = torch.optim.SGD(net.parameters(), lr=0.3, momentum=0.5)
for _ in range(40):
    x = torch.randn(8, 3)
    loss = (net(x) - x[:, :2].sin()).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    for model in models.values():
        model.update_parameters(net)
    out["steps"].append({"weights": state(net), **{name: state(model.module) for name, model in models.items()}})
(pathlib.Path(__file__).parent / "averaging.json").write_text(json.dumps(out))
