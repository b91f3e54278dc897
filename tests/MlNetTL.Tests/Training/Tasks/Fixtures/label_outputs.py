"""Losses, logits and probabilities of labels with an uncertain class and of labels of a tree, by PyTorch 1.13 and NumPy: /usr/bin/python3 label_outputs.py > label_outputs.json"""
import json

import numpy as np
import torch

torch.manual_seed(7)
rows, labels = 5, 4
nan = float("nan")
outputs = torch.randn(rows, 3 * labels, dtype=torch.float64).mul(2).round(decimals=2)
truth = torch.tensor([[1, 0, -1, nan], [-1, 1, 0, 0.7], [0, nan, 1, -1], [nan, -1, 0, 1], [1, 1, 0.25, 0]], dtype=torch.float64)
positive_weights = torch.tensor([1, 2, 0.5, 3], dtype=torch.float64)


def soft(value):
    """Targets of (negative, positive, uncertain)."""
    return [0, 0, 1] if value == -1 else [1 - value, value, 0]


def uncertain_class(weights, gamma):
    total, known = 0, 0
    for row in range(rows):
        for label in range(labels):
            value = truth[row, label].item()
            if np.isnan(value):
                continue
            target = torch.tensor(soft(value), dtype=torch.float64)
            log = torch.log_softmax(outputs[row, 3 * label:3 * label + 3], 0)
            scale = torch.tensor([1, weights[label], 1], dtype=torch.float64)
            total = total - (scale * target * (1 - log.exp()) ** gamma * log).sum()
            known += 1
    return (total / known).item()


def binary(outputs, truth, weights):
    """One label in five rows; without weights the mean, with them the weighted mean. The uncertain count once."""
    log = torch.log_softmax(outputs, 1)
    target = torch.tensor([soft(value.item()) for value in truth], dtype=torch.float64)
    losses = -(target * log).sum(1)
    if weights is None:
        return losses.mean().item()
    weight = torch.tensor([1.0 if value == -1 else weights[0] * (1 - value) + weights[1] * value for value in truth], dtype=torch.float64)
    return ((losses * weight).sum() / weight.sum()).item()


# Label 1 under 0, 2 under 1, 3 a root.
parents = [-1, 0, 1, -1]
logits = torch.randn(rows, labels, dtype=torch.float64).mul(3).round(decimals=2)
own = 1 / (1 + np.exp(-logits.numpy()))
product = own.copy()
product[:, 1] = own[:, 0] * own[:, 1]
product[:, 2] = own[:, 0] * own[:, 1] * own[:, 2]
known = ~np.isnan(truth.numpy()) & (truth.numpy() >= 0)
target = np.where(known, truth.numpy(), 0)
cross_entropy = -(target * np.log(product) + (1 - target) * np.log(1 - product))

softmax = torch.softmax(outputs.reshape(rows, labels, 3), 2)
one_label = torch.tensor([1, -1, 0, 0.7, 0], dtype=torch.float64)
print(json.dumps({
    "outputs": outputs.tolist(),
    "labels": [[None if np.isnan(v) else v for v in row] for row in truth.tolist()],
    "positiveWeights": positive_weights.tolist(),
    "probabilities": (softmax[..., 1] / (softmax[..., 0] + softmax[..., 1])).tolist(),
    "loss": uncertain_class([1] * labels, 0),
    "weightedLoss": uncertain_class(positive_weights.tolist(), 0),
    "focalLoss": uncertain_class([1] * labels, 2),
    "oneLabel": one_label.tolist(),
    "oneLoss": binary(outputs[:, :3], one_label, None),
    "oneWeightedLoss": binary(outputs[:, :3], one_label, [0.5, 2]),
    "parents": parents,
    "logits": logits.tolist(),
    "products": product.tolist(),
    "productLoss": (cross_entropy * known).sum() / known.sum(),
}, indent=1))
