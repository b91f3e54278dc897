"""Scores of images joined by study with pandas-like loops and measured by scikit-learn: /usr/bin/python3 studies.py > studies.json"""
import json

import numpy as np
from sklearn.metrics import log_loss, roc_auc_score

rng = np.random.default_rng(11)
studies, views = 60, rng.integers(1, 4, 60)
images = []
for study in range(studies):
    truth = rng.integers(0, 2, 2)
    kind = int(rng.integers(0, 3))
    for view in range(views[study]):
        logits = rng.normal(size=2) + 0.8 * truth
        classes = rng.normal(size=3)
        classes[kind] += 0.7
        classes = np.exp(classes) / np.exp(classes).sum()
        images.append({
            "study": f"patient{study // 2}/study{study % 2}", "labels": truth.tolist(), "scores": np.round(1 / (1 + np.exp(-logits)), 4).tolist(),
            "class": kind, "classes": [round(float(p), 4) for p in classes[:2]] + [round(1 - round(float(classes[0]), 4) - round(float(classes[1]), 4), 4)],
        })
# Views of a study need not stand side by side.
rng.shuffle(images)
keys = list(dict.fromkeys(image["study"] for image in images))


def joined(field, how):
    return np.array([how(np.array([image[field] for image in images if image["study"] == key]), axis=0) for key in keys])


truth = joined("labels", np.max)
kinds = joined("class", np.max)
classes = joined("classes", np.mean)
print(json.dumps({
    "images": images,
    "max": [roc_auc_score(truth[:, i], joined("scores", np.max)[:, i]) for i in range(2)],
    "mean": [roc_auc_score(truth[:, i], joined("scores", np.mean)[:, i]) for i in range(2)],
    "classLogLoss": log_loss(kinds, classes),
    "classAccuracy": float((classes.argmax(1) == kinds).mean()),
}, indent=None))
