"""Trajectories of optimisers on f(x) = sum(a * x^2), in double precision: by their formulas in plain Python, and by PyTorch (1.13) where it has them.
Two groups of parameters with rates of their own, which a third factor multiplies from step to step, as a schedule does.
CoolMomentum: Borysenko and Byshkin 2021: alpha = (1 - rho0)^(1/S), rho_n = max(0, 1 - (1 - rho0) / alpha^n),
v <- rho_n v - lr (1 + rho_n) / 2 g, w <- w + v; n from 0. SGD: v <- m v + g, w <- w - lr v (Nesterov: g + m v in the place of v).
Adam: Kingma and Ba 2015, algorithm 1, L2 in the gradient; AdamW: Loshchilov and Hutter 2019, algorithm 2. python3 optimizers.py"""
import json, math, pathlib
import torch

A = [[0.5, 1.0, 2.0], [1.0, 3.0]]
START = [[1.0, -2.0, 3.0], [2.0, -1.0]]
STEPS = 12
FACTORS = [min(1.0, (step + 1) / 4) * (0.1 if step >= 8 else 1.0) for step in range(STEPS)]


def run(rule, rates):
    x = [list(group) for group in START]
    state = [[{} for _ in group] for group in START]
    trajectory = []
    for n in range(STEPS):
        for k, group in enumerate(x):
            for i in range(len(group)):
                group[i] = rule(n, group[i], 2 * A[k][i] * group[i], rates[k] * FACTORS[n], state[k][i])
        trajectory.append([value for group in x for value in group])
    return trajectory


def sgd(momentum, decay, nesterov):
    def rule(n, w, g, lr, s):
        g += decay * w
        s["v"] = momentum * s.get("v", 0.0) + g
        return w - lr * (g + momentum * s["v"] if nesterov else s["v"])
    return rule


def adam(beta1, beta2, eps, decay, decoupled):
    def rule(n, w, g, lr, s):
        if decoupled:
            w *= 1 - lr * decay
        else:
            g += decay * w
        s["m"] = beta1 * s.get("m", 0.0) + (1 - beta1) * g
        s["v"] = beta2 * s.get("v", 0.0) + (1 - beta2) * g * g
        m, v = s["m"] / (1 - beta1 ** (n + 1)), s["v"] / (1 - beta2 ** (n + 1))
        return w - lr * m / (math.sqrt(v) + eps)
    return rule


def cool(rho0, total, decay):
    alpha = (1 - rho0) ** (1 / total)
    def rule(n, w, g, lr, s):
        g += decay * w
        rho = max(0.0, 1 - (1 - rho0) / alpha ** n)
        s["v"] = rho * s.get("v", 0.0) - lr * (1 + rho) / 2 * g
        return w + s["v"]
    return rule


def pytorch(make, rates):
    parameters = [torch.nn.Parameter(torch.tensor(group, dtype=torch.float64)) for group in START]
    optimizer = make([{"params": [p], "lr": lr} for p, lr in zip(parameters, rates)])
    trajectory = []
    for n in range(STEPS):
        for group, lr in zip(optimizer.param_groups, rates):
            group["lr"] = lr * FACTORS[n]
        optimizer.zero_grad()
        sum((torch.tensor(a, dtype=torch.float64) * p * p).sum() for a, p in zip(A, parameters)).backward()
        optimizer.step()
        trajectory.append([value for p in parameters for value in p.tolist()])
    return trajectory


slow, fast = [0.02, 0.005], [0.1, 0.04]
cases = {
    "sgd": (slow, sgd(0.9, 0.0, False), lambda g: torch.optim.SGD(g, lr=1, momentum=0.9)),
    "sgd without momentum": (slow, sgd(0.0, 0.01, False), lambda g: torch.optim.SGD(g, lr=1, weight_decay=0.01)),
    "sgd with Nesterov": (slow, sgd(0.8, 0.01, True), lambda g: torch.optim.SGD(g, lr=1, momentum=0.8, weight_decay=0.01, nesterov=True)),
    "adam": (fast, adam(0.9, 0.999, 1e-8, 0.0, False), lambda g: torch.optim.Adam(g)),
    "adam with decay": (fast, adam(0.8, 0.99, 1e-6, 0.1, False), lambda g: torch.optim.Adam(g, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1)),
    "adamW": (fast, adam(0.9, 0.999, 1e-8, 0.1, True), lambda g: torch.optim.AdamW(g, weight_decay=0.1)),
    # S = 12 ends with the run; S = 8 ends before it, and the momentum stays 0.
    "coolMomentum": (slow, cool(0.99, 12, 0.0), None),
    "coolMomentum with decay": (slow, cool(0.9, 8, 0.05), None),
}
out = {"factors": FACTORS, "cases": {}}
for name, (rates, rule, make) in cases.items():
    formula = run(rule, rates)
    case = {"rates": rates, "formula": formula}
    if make is not None:
        case["pytorch"] = pytorch(make, rates)
        worst = max(abs(a - b) for one, other in zip(formula, case["pytorch"]) for a, b in zip(one, other))
        assert worst < 1e-12, (name, worst)
    out["cases"][name] = case
json.dump(out, open(pathlib.Path(__file__).parent / "optimizers.json", "w"))
