"""Transferability measures straight from their papers' formulas, to hold MlNetTL's to: prints and writes transferability.json.

    python3 transferability_reference.py          (numpy, scipy, scikit-learn)

LogME: You, Liu, Wang, Long, 'LogME: practical assessment of pre-trained models for transfer learning', ICML 2021. Nothing here is decomposed: A is
formed and solved, its determinant taken, and the paper's alternating updates of alpha and beta are run until they stand still. Then the evidence
is maximised a second time without them: as the density of y under a normal distribution with covariance I/beta + F F'/alpha, from many starting
points. Both must give one figure, or the script fails.

H-score: Bao et al. 2019, 'An information-theoretic approach to transferability in task transfer learning'; shrunk as Ibrahim et al. 2021, 'Newer is
not always better', with scikit-learn's LedoitWolf. Both covariances are divided by the number of rows.
"""
import json
import numpy as np
from scipy.optimize import minimize
from sklearn.covariance import LedoitWolf


def evidence(F, y, alpha, beta):
    """log p(y | F, alpha, beta), equation 2 of the ICML paper."""
    n, d = F.shape
    A = alpha * np.eye(d) + beta * F.T @ F
    m = beta * np.linalg.solve(A, F.T @ y)
    return (n / 2 * np.log(beta) + d / 2 * np.log(alpha) - n / 2 * np.log(2 * np.pi)
            - beta / 2 * np.sum((F @ m - y) ** 2) - alpha / 2 * m @ m - np.linalg.slogdet(A)[1] / 2)


def fixed_point(F, y):
    """alpha <- gamma / m'm, beta <- (n - gamma) / |Fm - y|^2, from alpha = beta = 1."""
    n, d = F.shape
    sigma = np.linalg.eigvalsh(F.T @ F).clip(0)
    alpha = beta = 1.0
    for _ in range(100000):
        A = alpha * np.eye(d) + beta * F.T @ F
        m = beta * np.linalg.solve(A, F.T @ y)
        gamma = np.sum(beta * sigma / (alpha + beta * sigma))
        new = gamma / (m @ m), (n - gamma) / np.sum((F @ m - y) ** 2)
        moved = abs(np.log(new[0] / alpha)) + abs(np.log(new[1] / beta))
        alpha, beta = new
        if moved < 1e-11: return evidence(F, y, alpha, beta), alpha, beta
        # Features that tell nothing of y: alpha grows without bound, and the evidence approaches that of a normal distribution around 0.
        if alpha / beta > 1e13 * sigma.max(): return -n / 2 * (np.log(2 * np.pi * np.mean(y ** 2)) + 1), np.inf, 1 / np.mean(y ** 2)
        # Features of full row rank that explain y wholly: beta grows without bound, and y is distributed as F F' / alpha.
        if n <= d and alpha / beta < 1e-5 * np.linalg.eigvalsh(F @ F.T).min():
            K = F @ F.T
            alpha = n / (y @ np.linalg.solve(K, y))
            return n / 2 * np.log(alpha / (2 * np.pi)) - np.linalg.slogdet(K)[1] / 2 - n / 2, alpha, np.inf
    raise RuntimeError("did not converge")


def brute_force(F, y):
    n = len(y)

    def negative(logs):
        K = np.exp(-logs[1]) * np.eye(n) + np.exp(-logs[0]) * F @ F.T
        sign, logdet = np.linalg.slogdet(K)
        return 0.5 * (logdet + y @ np.linalg.solve(K, y) + n * np.log(2 * np.pi)) if sign > 0 else 1e300

    grid = [(a, b) for a in np.linspace(-8, 12, 11) for b in np.linspace(-4, 8, 7)]
    starts = sorted(grid, key=negative)[:30]
    runs = [minimize(negative, s, method="Nelder-Mead", options=dict(xatol=1e-9, fatol=1e-12, maxiter=20000)) for s in starts]
    return -min(run.fun for run in runs)


def logme(F, labels):
    scores = []
    for c in np.unique(labels):
        y = (labels == c).astype(float)
        best, alpha, beta = fixed_point(F, y)
        other = brute_force(F, y)
        assert abs(best - other) < 1e-7 * max(1, abs(best)), (best, other, alpha, beta)
        scores.append(best / len(y))
    return float(np.mean(scores))


def hscore(F, labels):
    fit = LedoitWolf().fit(F)
    means = np.zeros_like(F)
    for c in np.unique(labels): means[labels == c] = F[labels == c].mean(0)
    between = np.cov(means, rowvar=False, ddof=0)
    return float(np.trace(np.linalg.solve(fit.covariance_, (1 - fit.shrinkage_) * np.atleast_2d(between)))), float(fit.shrinkage_)


def clusters(r, n, d, classes, spread):
    labels = np.arange(n) % classes
    return r.randn(n, d) + spread * r.randn(classes, d)[labels], labels


def cases():
    r = np.random.RandomState(11)
    yield "more rows than features, 2 classes", *clusters(r, 40, 6, 2, 0.8)
    yield "more rows than features, 5 classes", *clusters(r, 60, 8, 5, 1.0)
    yield "fewer rows than features, 2 classes", *clusters(r, 16, 30, 2, 0.3)
    yield "fewer rows than features, 5 classes", *clusters(r, 25, 40, 5, 0.5)
    F, labels = clusters(r, 30, 4, 2, 0.7)
    yield "rank 4 in 10 features", F @ r.randn(4, 10), labels
    F, labels = clusters(r, 35, 7, 5, 0.9)
    F[:, 2] = 0
    F[:, 5] = 3
    yield "a column of zeros and one of threes", F, labels
    F, labels = clusters(r, 48, 20, 3, 0.6)
    yield "features after a ReLU", np.maximum(F + 0.3, 0), labels
    F, labels = clusters(r, 30, 1, 2, 0.9)
    yield "one feature that says nothing", F, labels
    yield "one feature", F + 2 * labels[:, None] - 1, labels
    F, labels = clusters(r, 12, 20, 2, 15)
    yield "fewer rows than features, far apart", F, labels
    F, labels = clusters(r, 24, 5, 2, 0.7)
    yield "large features", 1e4 * F, labels


written = []
for name, F, labels in cases():
    F = F.astype(np.float32)
    me, (h, shrinkage) = logme(F.astype(float), labels), hscore(F.astype(float), labels)
    print(f"{name:40s} {F.shape} LogME {me:.9f} H-score {h:.9f} shrinkage {shrinkage:.6f}")
    written.append(dict(name=name, features=[[float(str(v)) for v in row] for row in F], labels=labels.tolist(), logMe=me, hScore=h, shrinkage=shrinkage))

# Several labels a row, unknown ones left out: each label over the rows where it is known, then the mean.
r = np.random.RandomState(12)
F = (r.randn(36, 5) * [3, 2, 1, 0.5, 0.2]).astype(np.float32)
Y = (F[:, :3] + r.randn(36, 3) > 0).astype(float)
Y[r.rand(36, 3) < 0.2] = np.nan
parts = []
for i in range(3):
    known = ~np.isnan(Y[:, i])
    parts.append((logme(F[known].astype(float), Y[known, i]), hscore(F[known].astype(float), Y[known, i])[0]))
several = dict(features=[[float(str(v)) for v in row] for row in F], labels=[[None if np.isnan(v) else int(v) for v in row] for row in Y],
               logMe=[p[0] for p in parts], hScore=[p[1] for p in parts])
print("several labels", several["logMe"], several["hScore"])
json.dump(dict(cases=written, several=several), open("transferability.json", "w"))
