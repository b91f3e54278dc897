"""Figures from outside for grades in order and for numbers: PyTorch's losses, scikit-learn's kappa, errors and R2, and cut points found by trying all. /usr/bin/python3 grades_and_numbers.py

PyTorch 1.13, scikit-learn 1.2.1, SciPy, NumPy."""
import itertools, json, pathlib
import numpy as np
import torch
from scipy.stats import norm
from sklearn.metrics import cohen_kappa_score, mean_absolute_error, mean_squared_error, r2_score

rng = np.random.default_rng(11)
F = torch.nn.functional


def graded(loss, z):
    z.grad = None
    loss.backward()
    return {"value": loss.item(), "gradient": z.grad.flatten().tolist()}


# Cao et al. 2020, equation 4: the sum over questions of binary cross-entropy, here by PyTorch's own, then the mean over rows.
z = torch.tensor(np.float32(rng.normal(scale=2, size=(5, 4))), requires_grad=True)
grades = [0, 4, 2, 1, 3]
levels = torch.tensor([[1.0 if g > k else 0.0 for k in range(4)] for g in grades])
importance = [0.5, 1, 2, 0.25]
coral = {
    "logits": z.detach().tolist(), "grades": grades, "importance": importance,
    "plain": graded(F.binary_cross_entropy_with_logits(z, levels, reduction="none").sum(1).mean(), z),
    "weighted": graded(F.binary_cross_entropy_with_logits(z, levels, weight=torch.tensor(importance).expand(5, 4), reduction="none").sum(1).mean(), z)}

x = torch.tensor(np.float32(rng.normal(scale=2, size=(7, 1))), requires_grad=True)
t = torch.tensor(np.float32(rng.normal(scale=2, size=(7, 1))))
mean, deviation = 3.5, 0.75
labels = t * deviation + mean
numbers = {
    "outputs": x.detach().flatten().tolist(), "labels": labels.flatten().tolist(), "mean": mean, "deviation": deviation,
    "squaredError": graded(F.mse_loss(x, t), x), "absoluteError": graded(F.l1_loss(x, t), x),
    "huber": graded(F.huber_loss(x, t, delta=0.5), x)}
predicted = x.detach().double().numpy().flatten() * deviation + mean
truth = labels.double().numpy().flatten()
numbers["mae"], numbers["rmse"], numbers["r2"] = mean_absolute_error(truth, predicted), mean_squared_error(truth, predicted, squared=False), r2_score(truth, predicted)

# Every way to cut the numbers, scikit-learn's kappa of each.
searches = []
for count, rows in ((3, 12), (4, 14), (5, 11), (5, 16), (2, 9)):
    for _ in range(4):
        y = rng.integers(0, count, size=rows)
        y[:2] = [0, count - 1]
        p = np.round(0.5 * y + rng.normal(scale=0.8, size=rows), 1)      # ties, too
        places = [-np.inf, *((a + b) / 2 for a, b in zip(sorted(set(p)), sorted(set(p))[1:])), np.inf]
        best = max(cohen_kappa_score(y, np.searchsorted(cuts, p, side="left"), labels=range(count), weights="quadratic")
                   for cuts in itertools.combinations_with_replacement(places, count - 1))
        searches.append({"count": count, "numbers": p.tolist(), "grades": y.tolist(), "kappa": best})

# How far kappa spreads when it is measured again and again on samples of one population: what a standard error claims to know.
population = np.array([[.30, .06, .01], [.08, .25, .07], [.01, .05, .17]])
draws = rng.multinomial(600, population.flatten() / population.sum(), size=4000)


def kappa(c):
    w = (np.arange(3)[:, None] - np.arange(3)[None, :]) ** 2
    return 1 - (w * c).sum() / (w * np.outer(c.sum(1), c.sum(0)) / c.sum()).sum()


spread = float(np.std([kappa(d.reshape(3, 3)) for d in draws]))
out = {"coral": coral, "numbers": numbers, "searches": searches,
       "kappaSpread": {"confusion": (600 * population / population.sum()).round().astype(int).tolist(), "spread": spread},
       "normal": [[float(v), float(norm.cdf(v))] for v in (-38, -10, -5, -2.6, -2.5, -2.4, -1, -0.1, 0, 0.3, 1.7, 2.5, 4, 9)]}
(pathlib.Path(__file__).parent / "grades_and_numbers.json").write_text(json.dumps(out))
