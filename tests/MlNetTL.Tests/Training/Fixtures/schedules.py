"""The learning rate of each step by PyTorch's schedulers (1.13), for a rate of 1, 7 steps an epoch and 6 epochs, 42 steps. Where a scheduler counts epochs, it is called once an epoch.
Warm-up is LinearLR: before cosine and exponential by SequentialLR, which begins them at its end; beside the others by ChainedScheduler, since their epochs count from the start.
Plateau: ReduceLROnPlateau in mode max with an absolute threshold and eps 0, one figure an epoch; its patience is one less than ours. python3 schedules.py"""
import json, pathlib
import torch
from torch.optim import lr_scheduler as s

STEPS, EPOCHS = 7, 6
TOTAL = STEPS * EPOCHS


def optimizer():
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)


def by_step(make):
    o = optimizer()
    scheduler, rates = make(o), []
    for _ in range(TOTAL):
        rates.append(o.param_groups[0]["lr"])
        o.step()
        scheduler.step()
    return rates


def by_epoch(make):
    o = optimizer()
    scheduler, rates = make(o), []
    for _ in range(EPOCHS):
        rates += [o.param_groups[0]["lr"]] * STEPS
        o.step()
        scheduler.step()
    return rates


def warmed(steps, start, main):
    return lambda o: s.SequentialLR(o, [s.LinearLR(o, start, 1.0, steps), main(o)], [steps])


def chained(steps, start, main):
    return lambda o: s.ChainedScheduler([s.LinearLR(o, start, 1.0, steps), main(o)])


def plateau(figures, **settings):
    o = optimizer()
    scheduler, rates = s.ReduceLROnPlateau(o, mode="max", threshold_mode="abs", eps=0, **settings), []
    for figure in figures:
        rates.append(o.param_groups[0]["lr"])
        scheduler.step(figure)
    return rates + [o.param_groups[0]["lr"]]


figures = [0.5, 0.6, 0.6, 0.605, 0.59, 0.7, 0.69, 0.7, 0.705, 0.71, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]
losses = [-v for v in [0.9, 0.8, 0.85, 0.84, 0.83, 0.82, 0.7, 0.71, 0.7, 0.7, 0.7, 0.69, 0.69, 0.69]]
out = {
    "stepsPerEpoch": STEPS, "epochs": EPOCHS,
    "cosine": by_step(lambda o: s.CosineAnnealingLR(o, TOTAL)),
    "cosine to 0.05": by_step(lambda o: s.CosineAnnealingLR(o, TOTAL, eta_min=0.05)),
    "cosine warmed": by_step(warmed(10, 0.25, lambda o: s.CosineAnnealingLR(o, TOTAL - 10))),
    # ExponentialLR by epoch agrees at the start of each, by step with the STEPS-th root throughout.
    "exponential by epoch": by_epoch(lambda o: s.ExponentialLR(o, 0.8)),
    "exponential": by_step(lambda o: s.ExponentialLR(o, 0.8 ** (1 / STEPS))),
    "exponential warmed": by_step(warmed(5, 0.1, lambda o: s.ExponentialLR(o, 0.8 ** (1 / STEPS)))),
    "every 2 epochs": by_epoch(lambda o: s.StepLR(o, 2, 0.5)),
    "milestones": by_epoch(lambda o: s.MultiStepLR(o, [1, 4], 0.1)),
    "milestones warmed": by_step(chained(12, 0.5, lambda o: s.MultiStepLR(o, [1 * STEPS, 4 * STEPS], 0.1))),
    "flat warmed": by_step(lambda o: s.LinearLR(o, 0.3, 1.0, 9)),
    "plateaus": [
        {"figures": figures, "patience": 2, "threshold": 0.0, "cooldown": 0, "minimum": 0.0, "factor": 0.5, "rates": plateau(figures, patience=1, threshold=0.0, factor=0.5)},
        {"figures": figures, "patience": 1, "threshold": 0.01, "cooldown": 2, "minimum": 0.02, "factor": 0.3, "rates": plateau(figures, patience=0, threshold=0.01, cooldown=2, min_lr=0.02, factor=0.3)},
        {"figures": losses, "patience": 3, "threshold": 0.0, "cooldown": 1, "minimum": 0.0, "factor": 0.1, "rates": plateau(losses, patience=2, threshold=0.0, cooldown=1, factor=0.1)},
    ],
}
json.dump(out, open(pathlib.Path(__file__).parent / "schedules.json", "w"))
