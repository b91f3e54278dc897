"""Losses by the formulas of their papers, in NumPy's long double, with gradients by central differences. python3 losses.py

p is the sigmoid of a logit, or the softmax over classes. A batch's loss is the mean over its rows or known labels; class weights make it the weighted mean over rows (binary, multi-class), or weigh the
positives of a label (multi-label). A target between 0 and 1 mixes the losses of a yes and a no.
Label weights (multi-label) stand behind the weights of positives; the mean is the one that they weigh.
The AUC margin loss is F of Yuan et al. 2021 (min-max form, also in the documentation of the authors' LibAUC, version v1), at given scalars and share of positives.
Effective numbers: Cui et al. 2019, equation 4, weights normalised to sum to the number of classes, as in section 4 there."""
import json, pathlib
import numpy as np

L = np.longdouble
rng = np.random.default_rng(5)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(p):                       # of the truth's probability
    return -np.log(p)


def focal(p, gamma):                        # Lin et al. 2017, equation 4
    return -((1 - p) ** L(gamma)) * np.log(p)


def generalized(p, q):                      # Zhang and Sabuncu 2018, equation 6
    return (1 - p ** L(q)) / L(q)


def yes_no(name, p, o):
    """What each yes and each no loses."""
    if name == "crossEntropy":
        return cross_entropy(p), cross_entropy(1 - p)
    if name == "focal":                     # with alpha: equation 5
        alpha = o.get("alpha")
        a, b = (L(1), L(1)) if alpha is None else (L(alpha), 1 - L(alpha))
        return a * focal(p, o["gamma"]), b * focal(1 - p, o["gamma"])
    if name == "generalizedCrossEntropy":
        return generalized(p, o["q"]), generalized(1 - p, o["q"])
    if name == "asymmetric":                # Ridnik et al. 2021, equations 4 and 5
        pm = np.maximum(p - L(o["margin"]), 0)
        return -((1 - p) ** L(o["positiveGamma"])) * np.log(p), -(pm ** L(o["negativeGamma"])) * np.log(1 - pm)
    if name == "aucMargin":
        v = {key: np.array(value, dtype=L) for key, value in o["variables"].items()}
        q, a, b, alpha, m = v["share"], v["a"], v["b"], v["alpha"], L(o["scoreMargin"])

        def f(y):                           # F(w, a, b, alpha; z) of one row, y = 1 or 0
            return ((1 - q) * (p - a) ** 2 * y + q * (p - b) ** 2 * (1 - y)
                    + 2 * alpha * (q * (1 - q) * m + q * p * (1 - y) - (1 - q) * p * y) - q * (1 - q) * alpha ** 2)

        return f(1), f(0)
    if name == "smoothedCrossEntropy":      # Szegedy et al. 2016, section 7, with K = 2
        e = L(o["smoothing"])
        loss = lambda t: -(t * np.log(p) + (1 - t) * np.log(1 - p))
        return loss((1 - e) + e / 2), loss(e / 2)


def rows(name, p, classes, o):
    truth = p[np.arange(len(p)), classes]
    if name == "crossEntropy":
        return cross_entropy(truth)
    if name == "focal":
        return focal(truth, o["gamma"])
    if name == "generalizedCrossEntropy":
        return generalized(truth, o["q"])
    if name == "smoothedCrossEntropy":      # section 7: q'(k) = (1 - e) [k = y] + e / K
        e = L(o["smoothing"])
        q = np.full(p.shape, e / p.shape[1], dtype=L)
        q[np.arange(len(p)), classes] += 1 - e
        return -(q * np.log(p)).sum(axis=1)


def batch(task, name, z, labels, weights, o):
    if task == "Multiclass":
        classes = labels[:, 0].astype(int)
        losses = rows(name, softmax(z), classes, o)
        w = np.ones(len(z), dtype=L) if weights is None else np.array(weights, dtype=L)[classes]
        return (w * losses).sum() / w.sum()
    yes, no = yes_no(name, sigmoid(z), o)
    if task == "Binary":
        w = np.ones(z.shape, dtype=L) if weights is None else L(weights[0]) * (1 - labels) + L(weights[1]) * labels
        return (w * (labels * yes + (1 - labels) * no)).sum() / w.sum()
    known = ~np.isnan(labels)
    t = np.where(known, labels, 0)
    w = np.ones(z.shape[1], dtype=L) if weights is None else np.array(weights[:z.shape[1]], dtype=L)
    counts = known * (np.array(weights[z.shape[1]:], dtype=L) if weights is not None and len(weights) > z.shape[1] else L(1))
    return (counts * (t * w * yes + (1 - t) * no)).sum() / counts.sum()


def gradient(task, name, z, labels, weights, o):
    h, out = L(1e-6), np.zeros(z.shape, dtype=L)
    for i in np.ndindex(z.shape):
        up, down = z.copy(), z.copy()
        up[i] += h
        down[i] -= h
        out[i] = (batch(task, name, up, labels, weights, o) - batch(task, name, down, labels, weights, o)) / (2 * h)
    return out


numbers = {
    "crossEntropy": [{}],
    "smoothedCrossEntropy": [{"smoothing": 0.1}, {"smoothing": 0.4}],
    "focal": [{"gamma": 2}, {"gamma": 0.5}, {"gamma": 0}, {"gamma": 2, "alpha": 0.25}],
    "asymmetric": [{"positiveGamma": 0, "negativeGamma": 4, "margin": 0.05}, {"positiveGamma": 1, "negativeGamma": 0.5, "margin": 0.2}, {"positiveGamma": 1, "negativeGamma": 2, "margin": 0},
                   {"positiveGamma": 0, "negativeGamma": 0, "margin": 0.1}],
    "generalizedCrossEntropy": [{"q": 0.7}, {"q": 1}, {"q": 0.01}],
}
cases = []


def add(task, name, o, weights, rng):
    z = np.float32(rng.normal(scale=2, size=(6, 1 if task == "Binary" else 3)))
    z[4] = [12] if task == "Binary" else [12, -9, 3]
    z[5] = [-15] if task == "Binary" else [-15, 10, 0]
    z = z.astype(L)
    if task == "Multiclass":
        labels = np.array([[0], [1], [2], [1], [0], [0]], dtype=L)
    elif task == "Binary":
        labels = np.array([[0], [1], [0.75], [1], [0], [1]], dtype=L)
    else:
        labels = np.array([[0, 1, np.nan], [1, np.nan, 0], [0.75, 0, 1], [np.nan, np.nan, np.nan], [0, 1, 0], [1, 0, 1]], dtype=L)
    cases.append({
        "task": task, "loss": name, "numbers": o, "weights": weights, "logits": z.astype(float).tolist(),
        "labels": [[None if np.isnan(v) else float(v) for v in row] for row in labels],
        "expected": float(batch(task, name, z, labels, weights, o)), "gradient": gradient(task, name, z, labels, weights, o).astype(float).tolist()})


for task in ("Binary", "MultiLabel", "Multiclass"):
    for name, variants in numbers.items():
        for o in variants:
            if task == "Multiclass" and (name == "asymmetric" or "alpha" in o):
                continue
            for weights in (None, [0.5, 2] if task == "Binary" else [1, 3, 0.25]):
                add(task, name, o, weights, rng)

later = np.random.default_rng(6)
for name in ("crossEntropy", "focal"):
    for weights in ([1, 1, 1, 2, 0.5, 0], [1, 3, 0.25, 0.2, 1, 1.8]):
        add("MultiLabel", name, numbers[name][0], weights, later)
for task, width in (("Binary", 1), ("MultiLabel", 3)):
    for margin in (1, 0.6):
        for scale in (0, 1):
            variables = {"share": [0.5, 0.1, 0.9][:width] if scale else [0.5] * width, "a": [0.7 * scale, 0.2 * scale, 0.9 * scale][:width],
                         "b": [0.3 * scale, 0.6 * scale, 0.1 * scale][:width], "alpha": [0.4 * scale, 1.3 * scale, 0][:width]}
            for weights in (None, [0.5, 2] if task == "Binary" else [1, 3, 0.25, 0.2, 1, 1.8]):
                add(task, "aucMargin", {"scoreMargin": margin, "variableRate": 0.1, "variables": variables}, weights, later)


counts, effective = [3, 40, 1000, 0, 7], []
for beta in (0, 0.9, 0.999, 0.9999):
    n = np.array([c for c in counts if c], dtype=L)
    w = (1 - L(beta)) / (1 - L(beta) ** n)
    w *= len(n) / w.sum()
    present = iter(w)
    effective.append({"beta": beta, "counts": counts, "weights": [float(next(present)) if c else 0.0 for c in counts]})


def trajectory():
    """The scalars of the AUC margin loss over steps with given logits: a and b descend, alpha ascends and is cut at 0. Each label on its own, with the gradients of F written out."""
    r, rate, m = np.random.default_rng(7), L(0.25), L(1)
    share = np.array([0.25, 0.6], dtype=L)
    a, b, alpha, steps = np.zeros(2, dtype=L), np.zeros(2, dtype=L), np.zeros(2, dtype=L), []
    for step in range(20):
        # Positives below negatives at first, above them later, so that alpha rises, falls and is cut.
        y = (r.random((8, 2)) < 0.4).astype(L)
        z = np.float32(r.normal(size=(8, 2)) + (6 if step < 6 else -6) * (0.5 - y.astype(float)))
        h = sigmoid(z.astype(L))
        da = (-2 * (1 - share) * (h - a) * y).mean(axis=0)
        db = (-2 * share * (h - b) * (1 - y)).mean(axis=0)
        up = (2 * (share * (1 - share) * m + share * h * (1 - y) - (1 - share) * h * y)).mean(axis=0) - 2 * share * (1 - share) * alpha
        a, b, alpha = a - rate * da, b - rate * db, np.maximum(alpha + rate * up, 0)
        steps.append({"logits": z.astype(float).tolist(), "labels": y.astype(float).tolist(), "a": a.astype(float).tolist(), "b": b.astype(float).tolist(), "alpha": alpha.astype(float).tolist()})
    return {"share": share.astype(float).tolist(), "rate": float(rate), "margin": float(m), "steps": steps}


out = {"cases": cases, "effectiveNumbers": effective, "aucVariables": trajectory()}
(pathlib.Path(__file__).parent / "losses.json").write_text(json.dumps(out))
